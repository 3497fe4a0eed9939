package io.github.isotherm.sampling;

import io.github.isotherm.LocalTokenizer;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One step of a row that writes an answer under a schema, token after token and then anew, over SmolLM2's vocabulary: copy in, chain, draw. What
 * it takes more than the same step without the schema is what a constraint costs the loop.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ConstrainedStepBenchmark {
    private static final String ANSWER =
            "{\"name\": \"Ada Lovelace\",\"born\": 1815,\"known_for\": [\"first program\", \"notes\"],\"alive\": false}";

    private static final String SCHEMA = "{\\\"type\\\": \\\"object\\\", \\\"properties\\\": {\\\"name\\\":"
            + " {\\\"type\\\": \\\"string\\\", \\\"maxLength\\\": 40}, \\\"born\\\": {\\\"type\\\": \\\"integer\\\"},"
            + " \\\"known_for\\\": {\\\"type\\\": \\\"array\\\", \\\"items\\\": {\\\"type\\\": \\\"string\\\"}},"
            + " \\\"alive\\\": {\\\"type\\\": \\\"boolean\\\"}}, \\\"required\\\": [\\\"name\\\", \\\"born\\\"]}";

    /** What stands before temperature and top-p. */
    @Param({"", "json-schema=\"" + SCHEMA + "\" > "})
    public String constraint;

    private float[] logits;
    private int[] answer;
    private Candidates candidates;
    private ProcessorChain chain;
    private ProcessorChain row;
    private Vocabulary texts;
    private TokenBuffer generated;
    private StepContext context;

    /** Reads the vocabulary and draws the logits. */
    @Setup
    public void open() {
        try (LocalTokenizer tokenizer = LocalTokenizer.open(Path.of("models", "smollm2-135m-instruct"))) {
            Vocabulary vocabulary = tokenizer.vocabulary();
            answer = tokenizer.codec().encode(ANSWER);
            Random random = new Random(1);
            logits = new float[vocabulary.size()];
            for (int i = 0; i < logits.length; i++) {
                logits[i] = (float) (2 * random.nextGaussian());
            }
            candidates = new Candidates(logits.length);
            chain = ProcessorCatalog.standard().parse(constraint + "temperature=0.8 > top-p=0.95");
            texts = vocabulary;
            begin();
        }
    }

    private void begin() {
        generated = new TokenBuffer();
        context = StepContext.builder()
                .generated(generated)
                .vocabulary(texts)
                .mostTokens(200)
                .build();
        row = chain.forRow();
    }

    /**
     * One step.
     *
     * @return the token drawn
     */
    @Benchmark
    public int step() {
        if (generated.size() == answer.length) {
            begin();
        }
        row.process(candidates.load(logits), context);
        int drawn = Draw.byRank(candidates, 0.5);
        generated.add(answer[generated.size()]);
        return candidates.id(drawn);
    }
}
