package io.github.isotherm.grammar.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.grammar.Constraint;
import io.github.isotherm.grammar.GrammarLimits;
import io.github.isotherm.grammar.Matcher;
import io.github.isotherm.grammar.TokenSet;
import io.github.isotherm.grammar.TokenTrie;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Schemas written against the limits. */
final class HostileSchemas {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final List<String> WORDS = List.of(
            "{\"", "\":", "\",\"", "\":\"", "\"}", "[[", "]]", "},{", "aa", "aaaa", "p1", "null", "true", "12", "  ");
    private static final TokenTrie TOKENS = TokenTrie.of(
            256 + WORDS.size(),
            id -> id < 256 ? new byte[] {(byte) id} : WORDS.get(id - 256).getBytes(StandardCharsets.UTF_8));
    private static final int STEPS = 24;

    private static final String FORMATS = Stream.of(
                    "date",
                    "time",
                    "date-time",
                    "duration",
                    "email",
                    "hostname",
                    "ipv4",
                    "ipv6",
                    "uri",
                    "uri-reference",
                    "regex",
                    "uuid",
                    "json-pointer")
            .map(name -> "{\"format\":\"" + name + "\"}")
            .collect(Collectors.joining(","));

    private HostileSchemas() {}

    private static Object json(String text) {
        try {
            return JSON.readValue(text, Object.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static String numbered(int count, String between, String format) {
        return IntStream.range(0, count)
                .mapToObj(i -> format.replaceAll("#(?!/)", "" + i).replace("@", "" + (i + 1)))
                .collect(Collectors.joining(between));
    }

    private static Object nested(int depth, Object inner, UnaryOperator<Object> around) {
        Object all = inner;
        for (int i = 0; i < depth; i++) {
            all = around.apply(all);
        }
        return all;
    }

    private static List<Object> listed(int count, IntFunction<Object> each) {
        return IntStream.range(0, count).mapToObj(each).collect(Collectors.toCollection(ArrayList::new));
    }

    private static String chain(int count, String format, String last) {
        return "{\"$ref\":\"#/$defs/d0\",\"$defs\":{" + numbered(count, ",", format) + "," + last + "}}";
    }

    private static Map<String, Object> typed(String type) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", type);
        return schema;
    }

    /** Schemas by their names. */
    static Map<String, Supplier<Object>> all() {
        Map<String, Supplier<Object>> all = new LinkedHashMap<>();
        nests(all);
        counters(all);
        logic(all);
        references(all);
        objects(all);
        patterns(all);
        numbers(all);
        malformed(all);
        return all;
    }

    private static void nests(Map<String, Supplier<Object>> all) {
        Map<String, Object> leaf = typed("null");
        all.put("deep items", () -> nested(10_000, leaf, inner -> Map.of("items", inner)));
        all.put("deep properties", () -> nested(10_000, leaf, inner -> Map.of("properties", Map.of("a", inner))));
        all.put("deep not", () -> nested(10_000, leaf, inner -> Map.of("not", inner)));
        all.put("deep allOf", () -> nested(10_000, leaf, inner -> Map.of("allOf", List.of(inner))));
        all.put("deep const", () -> Map.of("const", nested(10_000, 1, List::of)));
        all.put("deep enum", () -> Map.of("enum", List.of(nested(10_000, 1, inner -> Map.of("a", inner)))));
        all.put("deep default", () -> Map.of("default", nested(10_000, 1, List::of), "type", "null"));
        all.put("deep unknown keyword", () -> Map.of("x", nested(10_000, 1, List::of), "type", "null"));
        all.put("240 items", () -> nested(240, leaf, inner -> Map.of("type", "array", "items", inner, "minItems", 1)));
        all.put("120 not", () -> nested(120, leaf, inner -> Map.of("not", inner)));
        all.put(
                "120 properties",
                () -> nested(120, leaf, inner -> Map.of("properties", Map.of("a", inner), "required", List.of("a"))));
        all.put("200 const", () -> Map.of("const", nested(200, 1, List::of)));
        all.put("200 unique const", () -> Map.of("enum", List.of(nested(200, 1, List::of)), "uniqueItems", true));
    }

    private static void counters(Map<String, Supplier<Object>> all) {
        for (String keyword :
                List.of("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties")) {
            all.put(keyword + " 10^9", () -> Map.of(keyword, 1_000_000_000));
            all.put(keyword + " 10^30", () -> json("{\"" + keyword + "\":1e30}"));
            all.put(keyword + " 20000", () -> Map.of(keyword, 20_000));
        }
        all.put("minContains 10^9", () -> json("{\"contains\":{\"const\":1},\"minContains\":1000000000}"));
        all.put("minContains 100", () -> json("{\"contains\":{\"minimum\":1},\"minContains\":100,\"type\":\"array\"}"));
        all.put("maxContains 10^9", () -> json("{\"contains\":{\"const\":1},\"maxContains\":1000000000}"));
        all.put("maxContains 100", () -> json("{\"contains\":{\"const\":1},\"maxContains\":100}"));
        all.put(
                "minItems in minItems",
                () -> nested(6, typed("null"), inner -> Map.of("type", "array", "items", inner, "minItems", 1000)));
        all.put(
                "maxItems in maxItems",
                () -> nested(9, typed("null"), inner -> Map.of("type", "array", "items", inner, "maxItems", 1000000)));
        all.put(
                "lengths that meet",
                () -> json("{\"allOf\":[" + numbered(40, ",", "{\"minLength\":#,\"maxLength\":1000@}") + "]}"));
        all.put("a long prefix", () -> Map.of("prefixItems", listed(100_000, i -> typed("null"))));
        all.put("a prefix", () -> Map.of("prefixItems", listed(900, i -> Map.of("const", i)), "minItems", 900));
        all.put(
                "a prefix and contains",
                () -> Map.of(
                        "prefixItems",
                        listed(300, i -> Map.of("const", i)),
                        "contains",
                        Map.of("const", "a"),
                        "type",
                        "array"));
        all.put(
                "a prefix that differs",
                () -> Map.of("prefixItems", listed(900, i -> Map.of("const", i)), "items", false, "uniqueItems", true));
    }

    private static void logic(Map<String, Supplier<Object>> all) {
        String objects = numbered(14, ",", "{\"anyOf\":[{\"required\":[\"a#\"]},{\"required\":[\"b#\"]}]}");
        all.put("2^14 anyOf in allOf", () -> json("{\"allOf\":[" + objects + "]}"));
        all.put(
                "2^14 arrays",
                () -> json("{\"allOf\":["
                        + numbered(14, ",", "{\"anyOf\":[{\"minItems\":#},{\"maxItems\":#},{\"items\":{\"const\":#}}]}")
                        + "]}"));
        all.put(
                "not over anyOf of allOf",
                () -> json("{\"not\":{\"anyOf\":["
                        + numbered(14, ",", "{\"allOf\":[{\"required\":[\"a#\"]},{\"required\":[\"b#\"]}]}") + "]}}"));
        all.put(
                "2^30 if then",
                () -> json("{\"allOf\":["
                        + numbered(
                                30,
                                ",",
                                "{\"if\":{\"required\":[\"a#\"]},\"then\":{\"required\":[\"b#\"]},\"else\":{\"required\":[\"c#\"]}}")
                        + "]}"));
        all.put(
                "2^8 if in if",
                () -> nested(
                        8,
                        typed("null"),
                        inner -> Map.of(
                                "if",
                                Map.of("properties", Map.of("a", inner)),
                                "then",
                                inner,
                                "else",
                                Map.of("not", inner))));
        all.put(
                "2^30 if in if",
                () -> nested(
                        30,
                        typed("null"),
                        inner -> Map.of(
                                "if",
                                Map.of("properties", Map.of("a", inner)),
                                "then",
                                inner,
                                "else",
                                Map.of("not", inner))));
        all.put(
                "oneOf of 300 that overlap",
                () -> json(
                        "{\"oneOf\":[" + numbered(300, ",", "{\"properties\":{\"p#\":{\"type\":\"string\"}}}") + "]}"));
        all.put(
                "oneOf of 1000 that differ",
                () -> json("{\"oneOf\":["
                        + numbered(
                                1000,
                                ",",
                                "{\"type\":\"object\",\"properties\":{\"k\":{\"const\":#}},\"required\":[\"k\"]}")
                        + "]}"));
        all.put(
                "oneOf in oneOf",
                () -> nested(
                        9,
                        typed("null"),
                        inner -> Map.of(
                                "oneOf",
                                List.of(
                                        Map.of("properties", Map.of("a", inner)),
                                        Map.of("properties", Map.of("b", inner))))));
        all.put(
                "oneOf of numbers",
                () -> json("{\"oneOf\":[" + numbered(60, ",", "{\"type\":\"integer\",\"minimum\":#,\"maximum\":1000@}")
                        + "]}"));
        all.put("oneOf of multiples", () -> json("{\"oneOf\":[" + numbered(20, ",", "{\"multipleOf\":@}") + "]}"));
        all.put(
                "allOf of multiples",
                () -> json("{\"type\":\"integer\",\"allOf\":[" + numbered(20, ",", "{\"multipleOf\":10007@}") + "]}"));
        all.put(
                "doubled by reference",
                () -> json(chain(
                        40, "\"d#\":{\"allOf\":[{\"$ref\":\"#/$defs/d@\"},{\"$ref\":\"#/$defs/d@\"}]}", "\"d40\":{}")));
        all.put(
                "doubled below a member",
                () -> json(chain(
                        40,
                        "\"d#\":{\"properties\":{\"a\":{\"$ref\":\"#/$defs/d@\"},\"b\":{\"$ref\":\"#/$defs/d@\"}}}",
                        "\"d40\":{}")));
        all.put(
                "sets of schemas below members",
                () -> json("{\"allOf\":[" + numbered(24, ",", "{\"$ref\":\"#/$defs/d#\"}")
                        + "],\"$defs\":{"
                        + numbered(
                                24,
                                ",",
                                "\"d#\":{\"properties\":{\"a\":{\"$ref\":\"#/$defs/d@\"},"
                                        + "\"b\":{\"allOf\":[{\"$ref\":\"#/$defs/d@\"},{\"$ref\":\"#/$defs/d#\"}]}}}")
                        + ",\"d24\":{}}}"));
        all.put(
                "unnamed witnesses",
                () -> json("{\"allOf\":[" + numbered(12, ",", "{\"not\":{\"additionalProperties\":{\"const\":#}}}")
                        + "]}"));
        all.put(
                "contains many times",
                () -> json("{\"allOf\":[" + numbered(12, ",", "{\"contains\":{\"const\":#}}") + "]}"));
        all.put(
                "a fan of dependentSchemas",
                () -> json("{\"dependentSchemas\":{"
                        + numbered(60, ",", "\"p#\":{\"required\":[\"p@\"],\"properties\":{\"q#\":{\"const\":1}}}")
                        + "}}"));
        all.put(
                "a fan of dependencies",
                () -> json("{\"properties\":{" + numbered(200, ",", "\"p#\":{}") + "},\"dependencies\":{"
                        + numbered(200, ",", "\"p#\":[\"p@\"]") + "}}"));
    }

    private static void references(Map<String, Supplier<Object>> all) {
        all.put("itself", () -> json("{\"$ref\":\"#\"}"));
        all.put(
                "each other",
                () -> json(chain(1, "\"d#\":{\"$ref\":\"#/$defs/e\"}", "\"e\":{\"$ref\":\"#/$defs/d0\"}")));
        all.put("itself in allOf", () -> json("{\"allOf\":[{\"$ref\":\"#\"}]}"));
        all.put("itself under not", () -> json("{\"not\":{\"$ref\":\"#\"}}"));
        all.put("itself and an item", () -> json("{\"type\":\"array\",\"items\":{\"$ref\":\"#\"},\"minItems\":1}"));
        all.put(
                "itself and many items",
                () -> json("{\"type\":\"array\",\"items\":{\"$ref\":\"#\"},\"maxItems\":1000000}"));
        all.put(
                "itself in a member asked for",
                () -> json("{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#\"}},\"required\":[\"a\"]}"));
        all.put("itself in any member", () -> json("{\"additionalProperties\":{\"$ref\":\"#\"},\"minProperties\":2}"));
        all.put(
                "itself under if",
                () -> json("{\"if\":{\"properties\":{\"a\":{\"$ref\":\"#\"}}},\"then\":{\"required\":[\"b\"]}}"));
        all.put(
                "itself and not",
                () -> json("{\"items\":{\"not\":{\"$ref\":\"#\"}},\"properties\":{\"a\":{\"$ref\":\"#\"}}}"));
        all.put(
                "itself in oneOf",
                () -> json("{\"oneOf\":[{\"items\":{\"$ref\":\"#\"}},{\"properties\":{\"a\":{\"$ref\":\"#\"}}}]}"));
        all.put("itself and unique", () -> json("{\"items\":{\"$ref\":\"#\"},\"uniqueItems\":true}"));
        all.put("a chain of 10000", () -> json(chain(10_000, "\"d#\":{\"$ref\":\"#/$defs/d@\"}", "\"d10000\":{}")));
        all.put(
                "a chain of 10000 with neighbours",
                () -> json(chain(10_000, "\"d#\":{\"$ref\":\"#/$defs/d@\",\"minimum\":#}", "\"d10000\":{}")));
        all.put(
                "a chain of 3000 members",
                () -> json(chain(
                        3_000,
                        "\"d#\":{\"properties\":{\"a\":{\"$ref\":\"#/$defs/d@\"}},\"required\":[\"a\"]}",
                        "\"d3000\":{}")));
        all.put(
                "a chain of 300 with neighbours",
                () -> json(chain(300, "\"d#\":{\"$ref\":\"#/$defs/d@\",\"minimum\":#}", "\"d300\":{}")));
        all.put(
                "listed by a chain",
                () -> json("{\"uniqueItems\":true,\"items\":{\"$ref\":\"#/$defs/d0\"},\"$defs\":{"
                        + numbered(300, ",", "\"d#\":{\"anyOf\":[{\"$ref\":\"#/$defs/d@\"},{\"$ref\":\"#/$defs/d@\"}]}")
                        + ",\"d300\":{\"const\":1}}}"));
        all.put("remote", () -> json("{\"$ref\":\"https://example.org/schema.json\"}"));
        all.put("a pointer to nowhere", () -> json("{\"$ref\":\"#/$defs/none/0/1\"}"));
        all.put("a long pointer", () -> Map.of("$ref", "#" + "/a".repeat(100_000)));
        all.put("a malformed URI", () -> json("{\"$id\":\"http://[\",\"$ref\":\"%%%\"}"));
        all.put("dynamic", () -> json("{\"$dynamicRef\":\"#node\",\"$dynamicAnchor\":\"node\"}"));
        all.put("recursive", () -> json("{\"items\":{\"$recursiveRef\":\"#\"}}"));
        all.put(
                "20000 definitions",
                () -> json("{\"$defs\":{" + numbered(20_000, ",", "\"d#\":{\"type\":\"string\"}") + "},\"anyOf\":["
                        + numbered(20_000, ",", "{\"$ref\":\"#/$defs/d#\"}") + "]}"));
    }

    private static void objects(Map<String, Supplier<Object>> all) {
        all.put(
                "5000 properties",
                () -> json("{\"properties\":{" + numbered(5000, ",", "\"p#\":{\"type\":\"null\"}") + "}}"));
        all.put("5000 required", () -> json("{\"required\":[" + numbered(5000, ",", "\"p#\"") + "]}"));
        all.put(
                "300 required",
                () -> json("{\"type\":\"object\",\"required\":[" + numbered(300, ",", "\"p#\"") + "]}"));
        all.put("100000 required", () -> Map.of("required", listed(100_000, i -> "p" + i)));
        all.put("100000 enum", () -> Map.of("enum", listed(100_000, i -> "word" + i)));
        all.put(
                "100000 unique enum",
                () -> Map.of("items", Map.of("enum", listed(100_000, i -> "word" + i)), "uniqueItems", true));
        all.put(
                "450 unique enum",
                () -> Map.of(
                        "type",
                        "array",
                        "minItems",
                        450,
                        "items",
                        Map.of("enum", listed(450, i -> "word" + i)),
                        "uniqueItems",
                        true));
        all.put("100000 numbers", () -> Map.of("enum", listed(100_000, i -> i)));
        all.put("20000 objects", () -> Map.of("enum", listed(20_000, i -> Map.of("a", i))));
        all.put("a long enum value", () -> Map.of("enum", List.of("a".repeat(1_000_000))));
        all.put("a long name", () -> Map.of("properties", Map.of("a".repeat(100_000), Map.of("type", "null"))));
        all.put(
                "alike names",
                () -> json("{\"properties\":{" + numbered(1000, ",", "\"aaaaaaaaaaaa#\":{\"type\":\"null\"}")
                        + "},\"additionalProperties\":false,\"minProperties\":900}"));
        all.put(
                "patternProperties that overlap",
                () -> json("{\"patternProperties\":{" + numbered(16, ",", "\"x.{#}y\":{\"minimum\":#}") + "}}"));
        all.put(
                "100 patternProperties",
                () -> json("{\"patternProperties\":{" + numbered(100, ",", "\"^x#\":{\"minimum\":#}")
                        + "},\"additionalProperties\":false}"));
        all.put(
                "200 patternProperties",
                () -> json("{\"patternProperties\":{" + numbered(200, ",", "\"^x#\":{\"minimum\":#}")
                        + "},\"additionalProperties\":false}"));
        all.put(
                "500 patternProperties",
                () -> json("{\"patternProperties\":{" + numbered(500, ",", "\"^x#\":{\"minimum\":#}")
                        + "},\"additionalProperties\":false}"));
        all.put(
                "propertyNames many times",
                () -> json("{\"allOf\":[" + numbered(40, ",", "{\"propertyNames\":{\"pattern\":\"a.{#}b\"}}") + "]}"));
        all.put(
                "minProperties of patterns",
                () -> json("{\"minProperties\":9,\"patternProperties\":{"
                        + numbered(6, ",", "\"^x.{#}y\":{\"minimum\":#}") + "},\"additionalProperties\":false}"));
        all.put(
                "minProperties in minProperties",
                () -> nested(
                        6,
                        typed("null"),
                        inner -> Map.of("type", "object", "additionalProperties", inner, "minProperties", 3)));
    }

    private static void patterns(Map<String, Supplier<Object>> all) {
        for (String pattern : List.of(
                "^(a+)+b$",
                "(.*a){30}",
                "(?=.*a)(?=.*b)(?=.*c)(?=.*d)(?=.*e)(?=.*f)(?=.*g)(?=.*h)(?=.*i)(?=.*j)",
                "^((?!(a|aa)+b).)*$",
                "^(?!(a|b)*a(a|b){22}$)(a|b)*$",
                "^.{0,65535}$",
                "^(.{0,65535}a){0,65535}$",
                "^((a{1,1000}){1,1000}){1,1000}$",
                "^a{1,1000000000}$",
                "\\p{L}{300}",
                "(a|b|ab)*c{1000}",
                "(",
                "[z-a]",
                "(?<=aa)b",
                "\\1")) {
            all.put("pattern " + pattern, () -> Map.of("pattern", pattern, "type", "string"));
        }
        all.put("a long pattern", () -> Map.of("pattern", "(a|b)".repeat(50_000)));
        all.put(
                "patterns that meet",
                () -> json("{\"type\":\"string\",\"maxLength\":3000,\"allOf\":["
                        + numbered(12, ",", "{\"pattern\":\"a.{#}b.*c\"}") + "]}"));
        all.put(
                "patterns and not",
                () -> json("{\"allOf\":[" + numbered(12, ",", "{\"not\":{\"pattern\":\"a.{@}b\"}}") + "]}"));
        all.put(
                "a pattern and a length",
                () -> json("{\"type\":\"string\",\"pattern\":\"^(ab)+$\",\"minLength\":20001}"));
        all.put("every format", () -> json("{\"allOf\":[" + FORMATS + "]}"));
    }

    private static void numbers(Map<String, Supplier<Object>> all) {
        for (String number : List.of(
                "1e-300",
                "1e300",
                "1e400",
                "1e-400",
                "1e1000000",
                "0",
                "-1",
                "0.3",
                "1e-9",
                "123456789.123456789",
                "999999937",
                "7e17")) {
            all.put("multipleOf " + number, () -> json("{\"type\":\"number\",\"multipleOf\":" + number + "}"));
        }
        for (String number : List.of("1e400", "-1e400", "1e-400", "1e99999999", "123456789012345678901234567890.5")) {
            all.put("minimum " + number, () -> json("{\"type\":\"number\",\"minimum\":" + number + "}"));
            all.put("const " + number, () -> json("{\"const\":" + number + "}"));
        }
        all.put(
                "between",
                () -> json("{\"type\":\"number\",\"minimum\":1e300,\"maximum\":1.0000000001e300,\"multipleOf\":7919}"));
        all.put("nothing between", () -> json("{\"type\":\"integer\",\"exclusiveMinimum\":1,\"exclusiveMaximum\":2}"));
        all.put("not a number", () -> Map.of("minimum", Double.NaN));
    }

    private static void malformed(Map<String, Supplier<Object>> all) {
        for (String keyword : List.of(
                "type",
                "enum",
                "properties",
                "patternProperties",
                "required",
                "items",
                "prefixItems",
                "allOf",
                "not",
                "if",
                "$ref",
                "minimum",
                "multipleOf",
                "minLength",
                "maxItems",
                "pattern",
                "format",
                "contains",
                "dependentRequired",
                "dependentSchemas",
                "dependencies",
                "propertyNames",
                "additionalProperties",
                "uniqueItems",
                "$id",
                "$anchor",
                "$defs",
                "const")) {
            for (String wrong : List.of("null", "\"a\"", "[null]", "{\"a\":7}", "-1.5")) {
                all.put(keyword + " is " + wrong, () -> json("{\"" + keyword + "\":" + wrong + "}"));
            }
        }
        all.put("a number", () -> 7);
        all.put("a text", () -> "string");
        all.put("a list", () -> List.of(Map.of()));
        all.put("a key that is no text", () -> Map.of("properties", Map.of(7, Map.of())));
        all.put("a value that JSON lacks", () -> Map.of("const", new Object()));
        all.put("half a surrogate pair", () -> Map.of("enum", List.of("\uD800"), "properties", Map.of("\uDC00", true)));
        all.put("nothing", () -> false);
    }

    /** Compiles it and begins texts: how it ended. */
    static String outcome(Supplier<Object> schema) {
        try {
            for (SchemaOptions options : List.of(SchemaOptions.DEFAULTS, Judged.LETTER)) {
                SchemaGrammar compiled = JsonSchema.compile(schema.get(), options, GrammarLimits.DEFAULTS);
                if (!compiled.grammar().isEmpty()) {
                    begin(Constraint.of(compiled.grammar(), TOKENS).matcher());
                }
            }
            return "Compiled.";
        } catch (InvalidValueException refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    /** Takes the last token each time, which opens most. */
    private static void begin(Matcher text) {
        for (int step = 0; step < STEPS; step++) {
            TokenSet allowed = text.allowed(Integer.MAX_VALUE);
            text.allowed(Math.min(1_000, text.leastTokens() + 1));
            int[] ids = IntStream.range(0, 256 + WORDS.size())
                    .filter(allowed::contains)
                    .toArray();
            if (ids.length == 0 || !text.accept(ids[ids.length - 1])) {
                return;
            }
        }
    }

    private static final double LONG = 1.5;
    private static final int AGAIN = 2;

    private static double seconds(Runnable work) {
        long start = THREADS.getCurrentThreadCpuTime();
        work.run();
        return (THREADS.getCurrentThreadCpuTime() - start) / 1e9;
    }

    /**
     * Compiles all of them and prints, for each, the seconds it took, its name and how it ended.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        String only = arguments.length == 0 ? "" : arguments[0];
        all().forEach((name, schema) -> {
            if (name.contains(only)) {
                String[] outcome = new String[1];
                Runnable work = () -> outcome[0] = outcomeOf(schema);
                double seconds = seconds(work);
                // Processor time is not the code's alone: a neighbour on the same core takes half of it.
                for (int again = 0; again < AGAIN && seconds > LONG; again++) {
                    seconds = Math.min(seconds, seconds(work));
                }
                System.out.printf(Locale.ROOT, "%.3f\t%s\t%s%n", seconds, name.replaceAll("\\s", " "), outcome[0]);
            }
        });
    }

    private static String outcomeOf(Supplier<Object> schema) {
        try {
            return outcome(schema);
        } catch (RuntimeException | StackOverflowError e) {
            StackTraceElement[] trace = e.getStackTrace();
            return "FAILED with " + e + " at " + (trace.length == 0 ? "" : trace[0]);
        }
    }
}
