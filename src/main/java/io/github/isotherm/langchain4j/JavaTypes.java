package io.github.isotherm.langchain4j;

import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import java.time.Year;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What LangChain4j's schemas of Java types leave out, and its reading of them demands: a date is an object of any three
 * integers there, a map one without members.
 *
 * @param told keywords that the model is told over those of LangChain4j's schema
 * @param held keywords that the answer is held to
 */
record JavaTypes(Map<String, Object> told, Map<String, Object> held) {
    private static final String UUID_DESCRIPTION = "String in a UUID format";
    private static final List<String> DATE = List.of("year", "month", "day");
    private static final List<String> TIME = List.of("hour", "minute", "second", "nano");
    private static final List<String> DATE_TIME = List.of("date", "time");
    private static final String REQUIRED = "required";
    private static final int LAST_YEAR = 9999;

    private static final JavaTypes A_MAP =
            same(Map.of("additionalProperties", Map.of("type", List.of("string", "number", "boolean"))));
    private static final JavaTypes A_DATE = new JavaTypes(Map.of(REQUIRED, DATE), Map.of("anyOf", dates()));
    private static final JavaTypes A_TIME = new JavaTypes(
            Map.of(REQUIRED, TIME.subList(0, 2)),
            object(TIME, TIME.subList(0, 2), between(0, 23), between(0, 59), between(0, 59), between(0, 999_999_999)));
    private static final JavaTypes A_DATE_WITH_TIME = same(Map.of(REQUIRED, DATE_TIME));

    /** The type that LangChain4j made a schema of, where it is one of those. */
    static Optional<JavaTypes> of(JsonObjectSchema object) {
        if (object.additionalProperties() != null || !object.definitions().isEmpty()) {
            return Optional.empty();
        }
        if (object.properties().isEmpty()) {
            return Optional.of(A_MAP);
        }
        if (isDate(object)) {
            return Optional.of(A_DATE);
        }
        if (isTime(object)) {
            return Optional.of(A_TIME);
        }
        boolean both = has(DATE_TIME, object)
                && isDate(object.properties().get("date"))
                && isTime(object.properties().get("time"));
        return both ? Optional.of(A_DATE_WITH_TIME) : Optional.empty();
    }

    /** A {@link java.util.UUID} is known by the description that LangChain4j gives it. */
    static boolean isUuid(JsonStringSchema string) {
        return UUID_DESCRIPTION.equals(string.description());
    }

    private static boolean isDate(@Nullable JsonSchemaElement element) {
        return isOfIntegers(DATE, element);
    }

    private static boolean isTime(@Nullable JsonSchemaElement element) {
        return isOfIntegers(TIME, element);
    }

    private static boolean isOfIntegers(List<String> names, @Nullable JsonSchemaElement element) {
        return element instanceof JsonObjectSchema object
                && has(names, object)
                && object.properties().values().stream().allMatch(JsonIntegerSchema.class::isInstance);
    }

    private static boolean has(List<String> names, JsonObjectSchema object) {
        return names.equals(List.copyOf(object.properties().keySet()));
    }

    private static JavaTypes same(Map<String, Object> keywords) {
        return new JavaTypes(keywords, keywords);
    }

    private static List<Object> dates() {
        return List.of(
                days(between(1, LAST_YEAR), List.of(1, 3, 5, 7, 8, 10, 12), 31),
                days(between(1, LAST_YEAR), List.of(4, 6, 9, 11), 30),
                days(between(1, LAST_YEAR), List.of(2), 28),
                days(leapYears(), List.of(2), 29));
    }

    private static Map<String, Object> days(Map<String, Object> year, List<Integer> months, int last) {
        return object(DATE, DATE, year, Map.of("enum", months), between(1, last));
    }

    /** Of the multiples of 4 those that are no centuries, unless they are multiples of 400. */
    private static Map<String, Object> leapYears() {
        Map<String, Object> years = new LinkedHashMap<>(between(4, LAST_YEAR));
        years.put("multipleOf", 4);
        years.put("not", Map.of("enum", commonCenturies()));
        return years;
    }

    private static List<Integer> commonCenturies() {
        return IntStream.rangeClosed(1, LAST_YEAR / 100)
                .map(century -> 100 * century)
                .filter(year -> !Year.isLeap(year))
                .boxed()
                .toList();
    }

    private static Map<String, Object> between(int from, int to) {
        return Map.of("type", "integer", "minimum", from, "maximum", to);
    }

    @SafeVarargs
    private static Map<String, Object> object(List<String> names, List<String> required, Map<String, Object>... parts) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (int i = 0; i < parts.length; i++) {
            properties.put(names.get(i), parts[i]);
        }
        return Map.of("type", "object", "properties", properties, REQUIRED, required);
    }
}
