package io.github.isotherm.sampling;

import io.github.isotherm.Completion;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.EngineOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.generate.SchedulerOptions;
import io.github.isotherm.sampling.processors.JsonSchemaConstraint;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** An answer under a schema from the bundled model: tokens one by one, forced ones several in a run, and certain bytes written. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 10)
@Fork(1)
public class ForcedRunsBenchmark {
    private static final String SCHEMA = "{\"type\": \"object\", \"properties\": {"
            + "\"capital_city\": {\"enum\": [\"Berlin\", \"Paris\", \"Rome\"]},"
            + "\"population_in_millions\": {\"type\": \"integer\", \"maximum\": 99, \"minimum\": 1},"
            + "\"is_a_member_of_the_european_union\": {\"type\": \"boolean\"}},"
            + "\"required\": [\"capital_city\", \"population_in_millions\", \"is_a_member_of_the_european_union\"]}";

    /** How. */
    @Param({"one by one", "forced runs", "fast forward"})
    public String how;

    private LocalModel model;
    private CompletionOptions options;

    /** Opens the model. */
    @Setup
    public void open() {
        model = LocalModel.open(
                LocalModel.bundledFolder(),
                EngineOptions.defaults(),
                SchedulerOptions.defaults().withForcedRuns(!how.equals("one by one")));
        options = CompletionOptions.defaults()
                .with(JsonSchemaConstraint.of(SCHEMA))
                .temperature(0)
                .fastForward(how.equals("fast forward"))
                .maxTokens(100);
    }

    /** Closes it. */
    @TearDown
    public void close() {
        model.close();
    }

    /**
     * One answer; its prompt is held from the one before.
     *
     * @return the answer
     */
    @Benchmark
    public Completion answer() {
        return model.complete("Germany, as JSON:", options);
    }
}
