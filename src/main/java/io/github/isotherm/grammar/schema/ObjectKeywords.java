package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.Expression;
import io.github.isotherm.grammar.Expressions;
import io.github.isotherm.grammar.schema.ObjectShape.Rule;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keywords for objects. */
final class ObjectKeywords {
    private static final int MOST_PATTERNS = 250;

    private final Meaning meaning;
    private final Node.Table nodes;
    private final Patterns patterns;

    ObjectKeywords(Meaning meaning) {
        this.meaning = meaning;
        nodes = meaning.nodes();
        patterns = new Patterns(meaning);
    }

    Value meaning(Subschema schema, String keyword, boolean holds) {
        if (keyword.startsWith("depend")) {
            return new Dependencies(meaning).meaning(schema, keyword, holds);
        }
        Values values = meaning.values();
        List<ObjectShape> shapes = switch (keyword) {
            case "properties" -> properties(schema, holds);
            case "patternProperties" -> patterns(schema, holds);
            case "additionalProperties" -> additional(schema, keyword, holds);
            case "unevaluatedProperties" -> unevaluated(schema, holds);
            case "propertyNames" -> names(schema, holds);
            case "required" -> required(schema, holds);
            default -> counted(schema, keyword, holds);
        };
        return holds ? values.any().withObjects(shapes) : values.none().withObjects(shapes);
    }

    private Keys key(String name) {
        return new Keys(name, meaning.texts().spelled(name));
    }

    private ObjectShape absent(String name) {
        return ObjectShape.of(new Rule(key(name), nodes.none(), false));
    }

    private List<ObjectShape> properties(Subschema schema, boolean holds) {
        List<Rule> rules = new ArrayList<>();
        List<ObjectShape> ways = new ArrayList<>();
        meaning.document().map(schema, "properties").forEach((name, raw) -> {
            Node value = nodes.of(meaning.document().in(schema, "properties", name, raw), holds);
            Rule rule = new Rule(key(name), value, holds);
            rules.add(rule);
            ways.add(ObjectShape.of(rule).requiring(Set.of(name)));
        });
        return holds ? List.of(ObjectShape.of(rules.toArray(Rule[]::new))) : ways;
    }

    private List<ObjectShape> patterns(Subschema schema, boolean holds) {
        List<Rule> rules = new ArrayList<>();
        Map<String, Object> given = meaning.document().map(schema, "patternProperties");
        if (given.size() > MOST_PATTERNS) {
            throw schema.refused("patternProperties", "has more than " + MOST_PATTERNS + " patterns; join some");
        }
        given.forEach((pattern, raw) -> {
            Node value = nodes.of(meaning.document().in(schema, "patternProperties", pattern, raw), holds);
            Expression keys = patterns.searched(schema, "patternProperties", pattern);
            rules.add(new Rule(new Keys(null, keys), value, holds));
        });
        return holds ? List.of(ObjectShape.of(rules.toArray(Rule[]::new))) : witnesses(rules);
    }

    private static List<ObjectShape> witnesses(List<Rule> rules) {
        return rules.stream()
                .map(rule -> ObjectShape.ANY.witnessing(List.of(rule)))
                .toList();
    }

    private List<ObjectShape> additional(Subschema schema, String keyword, boolean holds) {
        Node value = nodes.of(meaning.document().below(schema, keyword), holds);
        Keys others = new Keys(null, meaning.texts().without(meaning.table().either(declared(schema))));
        Rule rule = new Rule(others, value, false);
        return holds ? List.of(ObjectShape.of(rule).opening()) : witnesses(List.of(rule));
    }

    private List<Expression> declared(Subschema schema) {
        List<Expression> all = new ArrayList<>();
        if (schema.has("properties")) {
            meaning.document()
                    .map(schema, "properties")
                    .keySet()
                    .forEach(name -> all.add(meaning.texts().spelled(name)));
        }
        if (schema.has("patternProperties")) {
            for (String pattern :
                    meaning.document().map(schema, "patternProperties").keySet()) {
                all.add(patterns.searched(schema, "patternProperties", pattern));
            }
        }
        return all;
    }

    /** Where nothing else in place speaks of members it is the same as additionalProperties. */
    private List<ObjectShape> unevaluated(Subschema schema, boolean holds) {
        if (schema.is(true) || schema.has("additionalProperties")) {
            return holds ? List.of(ObjectShape.ANY) : List.of();
        }
        for (String other :
                List.of("allOf", "anyOf", "oneOf", "if", "$ref", "dependentSchemas", "not", "$dynamicRef")) {
            if (schema.has(other)) {
                throw schema.refused(
                        "unevaluatedProperties", "beside " + other + " is not supported; use additionalProperties");
            }
        }
        return additional(schema, "unevaluatedProperties", holds);
    }

    /** A key that is not surely right is none; one that is surely wrong fails. */
    private List<ObjectShape> names(Subschema schema, boolean holds) {
        Subschema below = meaning.document().below(schema, "propertyNames");
        Expression wrong = holds
                ? meaning.texts().without(meaning.of(below, true).string())
                : meaning.of(below, false).string();
        Keys keys = new Keys(null, wrong);
        return holds
                ? List.of(ObjectShape.of(new Rule(keys, nodes.none(), false)))
                : witnesses(List.of(new Rule(keys, nodes.any(), false)));
    }

    private List<ObjectShape> required(Subschema schema, boolean holds) {
        if (schema.get("required") instanceof Boolean) {
            throw schema.refused("required", "is a boolean, as in draft-03; list the names in the object's schema");
        }
        Set<String> names = names(schema, "required", schema.get("required"));
        return holds
                ? List.of(ObjectShape.ANY.requiring(names))
                : names.stream().map(this::absent).toList();
    }

    static Set<String> names(Subschema schema, String keyword, @org.jspecify.annotations.Nullable Object given) {
        Set<String> names = new LinkedHashSet<>();
        if (given instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            list.forEach(name -> names.add((String) name));
            return names;
        }
        throw schema.refused(keyword, "is no list of names; write one");
    }

    private static List<ObjectShape> counted(Subschema schema, String keyword, boolean holds) {
        boolean asks = keyword.equals("minProperties") == holds;
        int count = asks ? Given.least(schema, keyword) : Given.count(schema, keyword, 0);
        ObjectShape any = ObjectShape.ANY;
        if (asks) {
            return List.of(any.counting(holds ? count : count + 1, Expressions.UNBOUNDED));
        }
        return holds ? List.of(any.counting(0, count)) : count == 0 ? List.of() : List.of(any.counting(0, count - 1));
    }

    /** What one member's presence asks for. */
    private static final class Dependencies {
        private final Meaning meaning;
        private final Values values;

        Dependencies(Meaning meaning) {
            this.meaning = meaning;
            values = meaning.values();
        }

        Value meaning(Subschema schema, String keyword, boolean holds) {
            Value all = holds ? values.any() : values.none();
            for (Map.Entry<String, Object> entry :
                    meaning.document().map(schema, keyword).entrySet()) {
                Value one = one(schema, keyword, entry.getKey(), entry.getValue(), holds);
                all = holds ? values.and(all, one) : values.or(all, one);
            }
            return all;
        }

        private Value one(Subschema schema, String keyword, String name, Object asked, boolean holds) {
            Keys key = new Keys(name, meaning.texts().spelled(name));
            Value absent = values.any()
                    .withObjects(
                            List.of(ObjectShape.of(new Rule(key, meaning.nodes().none(), false))));
            Value present = values.none().withObjects(List.of(ObjectShape.ANY.requiring(Set.of(name))));
            Value then = asked(schema, keyword, name, asked, holds);
            return holds ? values.or(absent, then) : values.and(present, then);
        }

        private Value asked(Subschema schema, String keyword, String name, Object asked, boolean holds) {
            if (!(asked instanceof List<?>) && !(asked instanceof String)) {
                return meaning.of(meaning.document().in(schema, keyword, name, asked), holds);
            }
            Set<String> names = names(schema, keyword, asked instanceof String one ? List.of(one) : asked);
            if (holds) {
                return values.none().withObjects(List.of(ObjectShape.ANY.requiring(names)));
            }
            List<ObjectShape> ways = new ArrayList<>();
            for (String other : names) {
                Keys key = new Keys(other, meaning.texts().spelled(other));
                ways.add(ObjectShape.of(new Rule(key, meaning.nodes().none(), false)));
            }
            return values.none().withObjects(ways);
        }
    }
}
