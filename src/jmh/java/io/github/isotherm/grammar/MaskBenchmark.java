package io.github.isotherm.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.isotherm.grammar.schema.JsonSchema;
import io.github.isotherm.grammar.schema.SchemaOptions;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
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

/** A schema compiled anew, and all masks of a text of it, over the 49,152 ids of the model beside the project. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MaskBenchmark {
    private static final String TEXT = "{\"name\": \"Ada\", \"more\": \"text\"}";

    /** The schema of a member beside others. */
    @Param({"{}", "{\"type\":\"string\",\"maxLength\":12}", "{\"type\":\"string\",\"pattern\":\"^[A-Z][a-z]+$\"}"})
    public String name;

    /** Whether masks of earlier grammars over the vocabulary are kept. */
    @Param({"true", "false"})
    public boolean shared;

    private Map<?, ?> schema;
    private TokenTrie trie;

    /**
     * Reads the vocabulary.
     *
     * @throws IOException where it is not there
     */
    @Setup
    public void read() throws IOException {
        ObjectMapper json = new ObjectMapper();
        schema = json.readValue(
                "{\"type\":\"object\",\"properties\":{\"name\":" + name + "},\"required\":[\"name\"]}", Map.class);
        JsonNode tokens = json.readTree(new File("models/smollm2-135m-instruct/tokenizer.json"))
                .get("model")
                .get("vocab");
        byte[][] bytes = new byte[tokens.size()][];
        tokens.fields()
                .forEachRemaining(token -> bytes[token.getValue().asInt()] =
                        token.getKey().replace('\u0120', ' ').getBytes(StandardCharsets.UTF_8));
        trie = TokenTrie.of(bytes.length, id -> bytes[id], shared ? SharedMasks.MOST_BYTES : 0);
    }

    /**
     * Compiles the schema and finds the first mask.
     *
     * @return the mask
     */
    @Benchmark
    public TokenSet compile() {
        return constraint().matcher().allowed(Integer.MAX_VALUE);
    }

    /**
     * Compiles the schema and finds the mask behind each byte of a text.
     *
     * @return how many ids they have
     */
    @Benchmark
    public long masks() {
        Matcher matcher = constraint().matcher();
        long ids = 0;
        for (byte value : TEXT.getBytes(StandardCharsets.UTF_8)) {
            TokenSet allowed = matcher.allowed(Integer.MAX_VALUE);
            ids += allowed.size();
            matcher.accept(oneByte(allowed, value));
        }
        return ids;
    }

    private int oneByte(TokenSet allowed, byte value) {
        for (int id = allowed.next(0); id >= 0; id = allowed.next(id + 1)) {
            if (trie.bytes(id).length == 1 && trie.bytes(id)[0] == value) {
                return id;
            }
        }
        throw new IllegalStateException("the text does not fit");
    }

    private Constraint constraint() {
        SchemaOptions open =
                new SchemaOptions(true, SchemaOptions.Order.SCHEMA, SchemaOptions.Whitespace.DEFAULT, false);
        return Constraint.of(
                JsonSchema.compile(schema, open, GrammarLimits.DEFAULTS).grammar(), trie);
    }
}
