package io.github.isotherm.grammar.schema;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.grammar.Constraint;
import io.github.isotherm.grammar.GrammarLimits;
import io.github.isotherm.grammar.Matcher;
import io.github.isotherm.grammar.TokenTrie;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Times masks for {@code src/test/python/masks.py}, which prepares the folder that is given: each schema is compiled anew, and each
 * instance walked token by token. Before that, passes over every other schema, each with a tree of tokens of its own, warm
 * the machine's code and nothing else.
 */
public final class MaskTimes {
    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

    private static final int WARM_UP = 3;

    private final ObjectMapper json = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private final List<JsonNode> rows = new ArrayList<>();
    private final List<byte[]> vocabulary = new ArrayList<>();
    private final SchemaOptions options;

    private MaskTimes(Path folder, SchemaOptions.Order order) throws IOException {
        options = new SchemaOptions(true, order, SchemaOptions.Whitespace.DEFAULT, false);
        for (String line : Files.readAllLines(folder.resolve("vocabulary.txt"))) {
            vocabulary.add(HexFormat.of().parseHex(line));
        }
        for (String line : Files.readAllLines(folder.resolve("instances.jsonl"))) {
            rows.add(json.readTree(line));
        }
    }

    /**
     * Writes a row for each schema that is taken.
     *
     * @param args the folder, the order of members, the file to write
     * @throws IOException where one cannot be read or written
     */
    public static void main(String[] args) throws IOException {
        MaskTimes times = new MaskTimes(Path.of(args[0]), SchemaOptions.Order.valueOf(args[1]));
        for (int round = 0; round < WARM_UP; round++) {
            times.pass(2, new PrintWriter(PrintWriter.nullWriter()));
        }
        try (PrintWriter output = new PrintWriter(args[2])) {
            times.pass(1, output);
        }
    }

    private void pass(int stride, PrintWriter output) throws IOException {
        TokenTrie trie = TokenTrie.of(vocabulary.size(), vocabulary::get);
        for (int i = 0; i < rows.size(); i += stride) {
            JsonNode row = rows.get(i);
            try {
                output.println(row(row, json.treeToValue(row.get("schema"), Object.class), trie));
            } catch (InvalidValueException refused) {
                // Not taken: no row.
            }
        }
    }

    private String row(JsonNode row, Object schema, TokenTrie trie) throws IOException {
        long start = CLOCK.getCurrentThreadCpuTime();
        SchemaGrammar compiled = JsonSchema.compile(schema, options, GrammarLimits.DEFAULTS);
        Constraint constraint = Constraint.of(compiled.grammar(), trie);
        constraint.matcher().allowed(Integer.MAX_VALUE);
        long first = CLOCK.getCurrentThreadCpuTime() - start;
        List<String> instances = new ArrayList<>();
        for (JsonNode instance : row.get("instances")) {
            instances.add(walked(constraint.matcher(), json.treeToValue(instance, int[].class)));
        }
        return "{\"name\":" + row.get("name") + ",\"first\":" + first + ",\"instances\":" + instances + "}";
    }

    private static String walked(Matcher matcher, int[] tokens) {
        List<Long> masks = new ArrayList<>();
        List<Long> steps = new ArrayList<>();
        for (int token : tokens) {
            long before = CLOCK.getCurrentThreadCpuTime();
            matcher.allowed(Integer.MAX_VALUE);
            long between = CLOCK.getCurrentThreadCpuTime();
            boolean taken = matcher.accept(token);
            long after = CLOCK.getCurrentThreadCpuTime();
            if (!taken) {
                return "null";
            }
            masks.add(between - before);
            steps.add(after - before);
        }
        return matcher.mayEnd() ? "{\"masks\":" + masks + ",\"steps\":" + steps + "}" : "null";
    }
}
