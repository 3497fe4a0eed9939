package io.github.isotherm.grammar.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.grammar.Constraint;
import io.github.isotherm.grammar.GrammarException;
import io.github.isotherm.grammar.GrammarLimits;
import io.github.isotherm.grammar.SharedData;
import io.github.isotherm.grammar.TokenTrie;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Public schemas with instances; skipped where they are not at hand. */
class MaskBenchIT {
    private static final SchemaOptions LETTER =
            new SchemaOptions(true, SchemaOptions.Order.ANY, SchemaOptions.Whitespace.DEFAULT, false);

    private final ObjectMapper json =
            new ObjectMapper().enable(com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private final TokenTrie trie = TokenTrie.of(256, id -> new byte[] {(byte) id});
    private final Map<String, Integer> refused = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private final List<String> invalid = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();
    private int passed;
    private int all;

    /** An instance and whether it is one. */
    private record Instance(String text, boolean valid) {}

    private void check(String name, JsonNode schema, List<Instance> instances) throws IOException {
        all++;
        long start = System.nanoTime();
        try {
            SchemaGrammar compiled =
                    JsonSchema.compile(json.treeToValue(schema, Object.class), LETTER, GrammarLimits.DEFAULTS);
            Constraint constraint = Constraint.of(compiled.grammar(), trie);
            times.add((System.nanoTime() - start) / 1000);
            boolean right = true;
            for (Instance instance : instances) {
                byte[] bytes = instance.text.getBytes(StandardCharsets.UTF_8);
                int fitting = constraint.fitting(bytes);
                if (fitting > bytes.length != instance.valid) {
                    right = false;
                    (instance.valid ? wrong : invalid)
                            .add(name + ": " + instance.text.substring(0, Math.min(200, instance.text.length()))
                                    + " at " + fitting + " of " + bytes.length);
                }
            }
            passed += right ? 1 : 0;
        } catch (GrammarException e) {
            refused.merge(e.keyword(), 1, Integer::sum);
            System.out.println("refused " + name + ": " + e.getMessage());
            assertThat(e.place()).as(e.getMessage()).startsWith("#");
            JsonNode place = schema.at(e.place().substring(1));
            assertThat(place.has(e.keyword())).as(e.getMessage()).isTrue();
            assertThat(e.keyword()).as(e.getMessage()).isNotEmpty();
        } catch (InvalidValueException e) {
            refused.merge("limit at " + name + ": " + e.getMessage(), 1, Integer::sum);
        }
    }

    private void report(String name) {
        times.sort(null);
        System.out.printf(
                "%s: %d of %d (%.1f %%) pass; refused %s%nrejects valid %d:%n%s%naccepts invalid %d:%n%s%ncompile µs p50 %d p99 %d%n",
                name,
                passed,
                all,
                100.0 * passed / all,
                refused,
                wrong.size(),
                String.join("\n", wrong),
                invalid.size(),
                String.join("\n", invalid),
                times.get(times.size() / 2),
                times.get(times.size() * 99 / 100));
    }

    @Test
    void mostSchemasOfMaskBenchPassAndNoInvalidInstanceIsAccepted() throws IOException {
        Path file = SharedData.at("maskbench-sample.jsonl");
        assumeTrue(Files.exists(file), "no " + file);
        for (String line : Files.readAllLines(file)) {
            JsonNode row = json.readTree(line);
            List<Instance> instances = new ArrayList<>();
            row.get("tests")
                    .forEach(test -> instances.add(new Instance(
                            test.get("text").asText(), test.get("valid").asBoolean())));
            check(row.get("name").asText(), row.get("schema"), instances);
        }
        report("MaskBench");
        assertThat(invalid).isEmpty();
        assertThat(passed).isGreaterThan(all * 88 / 100);
    }

    @Test
    void noInvalidInstanceOfTheOfficialTestSuiteIsAccepted() throws IOException {
        Path folder = SharedData.at("json-schema-test-suite/draft2020-12");
        assumeTrue(Files.exists(folder), "no " + folder);
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            for (JsonNode group : json.readTree(Files.readString(file))) {
                List<Instance> instances = new ArrayList<>();
                group.get("tests")
                        .forEach(test -> instances.add(new Instance(
                                test.get("data").toString(), test.get("valid").asBoolean())));
                check(file.getFileName() + " " + group.get("description").asText(), group.get("schema"), instances);
            }
        }
        report("JSON-Schema-Test-Suite");
        assertThat(invalid).isEmpty();
    }
}
