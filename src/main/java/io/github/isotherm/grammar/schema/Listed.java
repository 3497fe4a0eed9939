package io.github.isotherm.grammar.schema;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values that are all a schema may have: where it lists them, or bounds integers, or has none but true, false and null. */
final class Listed {
    private static final int DEEPEST = 32;
    private static final int MOST_INTEGERS = 512;
    private static final Set<String> CONSTANTS = Set.of("null", "boolean");

    private final Document document;

    Listed(Document document) {
        this.document = document;
    }

    /** No value of the node is another one; null where that does not follow from its schemas. Equal values are one. */
    @Nullable
    Set<Object> of(Node node) {
        for (Node.Literal literal : node.literals) {
            Set<Object> all = literal.holds() ? of(literal.schema(), 0) : null;
            if (all != null) {
                return all;
            }
        }
        return null;
    }

    private @Nullable Set<Object> of(Subschema schema, int depth) {
        if (depth > DEEPEST) {
            return null;
        }
        Set<Object> all = given(schema);
        if (all == null && schema.get("$ref") instanceof String reference) {
            all = of(document.referred(schema, reference), depth + 1);
        }
        if (all == null && schema.has("allOf")) {
            all = ofSome(document.list(schema, "allOf"), depth + 1);
        }
        for (String either : List.of("anyOf", "oneOf")) {
            if (all == null && schema.has(either)) {
                all = ofEach(document.list(schema, either), depth + 1);
            }
        }
        return all;
    }

    private static @Nullable Set<Object> given(Subschema schema) {
        if (schema.has("const")) {
            return distinct(Collections.singletonList(schema.get("const")));
        }
        if (schema.get("enum") instanceof List<?> list) {
            return distinct(list);
        }
        Object type = schema.get("type");
        List<?> types = type instanceof List<?> list ? list : List.of(type == null ? "" : type);
        if (CONSTANTS.containsAll(types)) {
            return new LinkedHashSet<>(Arrays.asList(null, true, false));
        }
        return types.equals(List.of("integer")) ? integers(schema) : null;
    }

    private static @Nullable Set<Object> integers(Subschema schema) {
        BigDecimal least = bound(schema, "minimum", "exclusiveMinimum");
        BigDecimal most = bound(schema, "maximum", "exclusiveMaximum");
        if (least == null || most == null || most.subtract(least).compareTo(BigDecimal.valueOf(MOST_INTEGERS)) > 0) {
            return null;
        }
        Set<Object> all = new LinkedHashSet<>();
        BigDecimal last = most.setScale(0, RoundingMode.FLOOR);
        for (BigDecimal at = least.setScale(0, RoundingMode.CEILING); at.compareTo(last) <= 0; ) {
            all.add(normal(at));
            at = at.add(BigDecimal.ONE);
        }
        return all;
    }

    private static @Nullable BigDecimal bound(Subschema schema, String keyword, String exclusive) {
        for (String one : List.of(keyword, exclusive)) {
            if (schema.get(one) instanceof Number) {
                return Given.number(schema, one, schema.get(one));
            }
        }
        return null;
    }

    private @Nullable Set<Object> ofSome(List<Subschema> schemas, int depth) {
        for (Subschema schema : schemas) {
            Set<Object> all = of(schema, depth);
            if (all != null) {
                return all;
            }
        }
        return null;
    }

    private @Nullable Set<Object> ofEach(List<Subschema> schemas, int depth) {
        Set<Object> joint = new LinkedHashSet<>();
        for (Subschema schema : schemas) {
            Set<Object> all = of(schema, depth);
            if (all == null) {
                return null;
            }
            joint.addAll(all);
        }
        return joint;
    }

    private static Set<Object> distinct(Collection<?> values) {
        Set<Object> all = new LinkedHashSet<>();
        values.forEach(value -> all.add(normal(value)));
        return all;
    }

    /** Equal for equal values of JSON. */
    private static @Nullable Object normal(@Nullable Object value) {
        if (value instanceof List<?> list) {
            List<Object> all = new ArrayList<>();
            list.forEach(item -> all.add(normal(item)));
            return all;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> all = new LinkedHashMap<>();
            map.forEach((key, member) -> all.put(key, normal(member)));
            return all;
        }
        BigDecimal number = Given.decimal(value);
        return number == null ? value : number.stripTrailingZeros();
    }
}
