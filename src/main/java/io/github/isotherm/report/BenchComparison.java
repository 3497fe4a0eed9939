package io.github.isotherm.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.isotherm.error.InvalidValueException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A report of {@code bench} beside one that was written earlier, figure by figure: now over then, of the best and of the median. What
 * was measured otherwise, or by one of them only, is named.
 */
public final class BenchComparison {
    private static final JsonMapper READER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Set<String> BEST = Set.of("min", "max");
    private static final String MEDIAN = "median";

    /** What was measured, as far as it is no figure. */
    private static final Set<String> SETTINGS = Set.of(
            "model",
            "threads",
            "spinning",
            "fast_int4",
            "as_is",
            "activations",
            "kv_type",
            "prompt_tokens",
            "steps",
            "rounds",
            "temperatures");

    /** What tells the entries of a list apart. */
    private static final List<String> KEYS = List.of("rows", "past");

    private final ObjectNode then;

    private BenchComparison(ObjectNode then) {
        this.then = then;
    }

    private record Figure(double best, double median) {
        String text() {
            return Double.isNaN(median) ? number(best) : number(best) + " / " + number(median);
        }

        Figure over(Figure other) {
            return new Figure(best / other.best, median / other.median);
        }

        ObjectNode node() {
            ObjectNode node = JsonNodes.object().put("best", best);
            return Double.isNaN(median) ? node : node.put(MEDIAN, median);
        }

        private static String number(double value) {
            return Math.abs(value) < 1e6
                    ? String.format(Locale.ROOT, "%.2f", value)
                    : String.format(Locale.ROOT, "%,.0f", value);
        }
    }

    private record Figures(Map<String, Figure> figures, Map<String, String> settings) {
        Figures() {
            this(new LinkedHashMap<>(), new LinkedHashMap<>());
        }

        static Figures of(JsonNode report) {
            Figures all = new Figures();
            all.add("", report);
            return all;
        }

        private void add(String path, JsonNode node) {
            if (node.has(MEDIAN)) {
                double best = BEST.stream()
                        .filter(node::has)
                        .mapToDouble(name -> node.get(name).asDouble())
                        .findFirst()
                        .orElse(Double.NaN);
                figures.put(path, new Figure(best, node.get(MEDIAN).asDouble()));
            } else if (node.isObject()) {
                node.properties().forEach(field -> addField(path, field.getKey(), field.getValue()));
            } else if (node.isNumber()) {
                figures.put(path, new Figure(node.asDouble(), Double.NaN));
            }
        }

        private void addField(String path, String name, JsonNode value) {
            String place = path.isEmpty() ? name : path + " " + name;
            if (SETTINGS.contains(name)) {
                settings.put(place, value.isTextual() ? value.asText() : value.toString());
            } else if (value.isArray()) {
                value.forEach(entry -> addEntry(place, entry));
            } else {
                add(place, value);
            }
        }

        private void addEntry(String place, JsonNode entry) {
            String key = KEYS.stream()
                    .filter(entry::has)
                    .map(name -> entry.get(name).asText())
                    .findFirst()
                    .orElse("");
            entry.properties().forEach(field -> {
                if (!KEYS.contains(field.getKey())) {
                    addField(place + " " + key, field.getKey(), field.getValue());
                }
            });
        }

        private List<String> notIn(Figures other) {
            return Stream.concat(figures.keySet().stream(), settings.keySet().stream())
                    .filter(name -> !other.figures.containsKey(name) && !other.settings.containsKey(name))
                    .toList();
        }
    }

    /**
     * Reads the earlier report.
     *
     * @param file where it is from, for messages
     * @param json what {@code bench --json} printed
     * @param runs whether it is to be of {@code --past}
     * @return the comparison
     * @throws InvalidValueException when it is none, or one of something else
     */
    public static BenchComparison with(String file, String json, boolean runs) {
        JsonNode root = parsed(file, json);
        boolean isOfRuns = root.has("lone_step");
        if (!isOfRuns && !root.has("prefill_ms")) {
            throw new InvalidValueException(
                    file + " holds JSON, but not what isotherm bench --json prints; give a file with that.");
        }
        if (isOfRuns != runs) {
            throw new InvalidValueException(file + " is of a run " + (isOfRuns ? "with" : "without")
                    + " --past and this one is " + (runs ? "with it" : "without it")
                    + "; measure the same.");
        }
        return new BenchComparison((ObjectNode) root);
    }

    private static JsonNode parsed(String file, String json) {
        try {
            JsonNode root = READER.readTree(json);
            return root.isObject() ? root : JsonNodes.object();
        } catch (JsonProcessingException e) {
            throw new InvalidValueException(
                    file + " is not JSON, or is cut off; give a file with what isotherm bench --json printed.");
        }
    }

    private Map<String, String> unlike(Figures earlier, Figures now) {
        Map<String, String> unlike = new LinkedHashMap<>();
        earlier.settings.forEach((name, value) -> {
            String other = now.settings.get(name);
            if (other != null && !other.equals(value)) {
                unlike.put(name, value + " then, " + other + " now");
            }
        });
        return unlike;
    }

    /**
     * The comparison for people.
     *
     * @param json the later report
     * @return lines: best / median of both, and now over then
     */
    public String text(String json) {
        Figures earlier = Figures.of(then);
        Figures now = Figures.of(parsed("the report", json));
        TextTable table = new TextTable("lrrr");
        table.row("", "then", "now", "×");
        earlier.figures.forEach((name, figure) -> {
            Figure other = now.figures.get(name);
            if (other != null) {
                table.row(name, figure.text(), other.text(), other.over(figure).text());
            }
        });
        StringBuilder out = new StringBuilder("Now over then, best / median:\n");
        table.appendTo(out, "  ");
        unlike(earlier, now)
                .forEach((name, values) -> out.append("Not alike: ")
                        .append(name)
                        .append(' ')
                        .append(values)
                        .append(".\n"));
        say(out, "Only then: ", earlier.notIn(now));
        say(out, "Only now: ", now.notIn(earlier));
        return out.toString();
    }

    private static void say(StringBuilder out, String what, List<String> names) {
        if (!names.isEmpty()) {
            out.append(what).append(String.join(", ", names)).append(".\n");
        }
    }

    /**
     * The later report with the comparison in it.
     *
     * @param json the later report
     * @return one line: its fields, and {@code compared} with {@code figures} (name, {@code then, now, ratio} of {@code best} and
     *     {@code median}), {@code not_alike}, {@code only_then} and {@code only_now}
     */
    public String json(String json) {
        ObjectNode root = (ObjectNode) parsed("the report", json);
        Figures earlier = Figures.of(then);
        Figures now = Figures.of(root);
        ObjectNode compared = JsonNodes.object();
        ObjectNode figures = compared.putObject("figures");
        earlier.figures.forEach((name, figure) -> {
            Figure other = now.figures.get(name);
            if (other != null) {
                ObjectNode node = figures.putObject(name);
                node.set("then", figure.node());
                node.set("now", other.node());
                node.set("ratio", other.over(figure).node());
            }
        });
        compared.putPOJO("not_alike", unlike(earlier, now));
        compared.putPOJO("only_then", new ArrayList<>(earlier.notIn(now)));
        compared.putPOJO("only_now", new ArrayList<>(now.notIn(earlier)));
        root.set("compared", compared);
        return JsonLine.of(root);
    }
}
