package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.Expressions;
import io.github.isotherm.grammar.schema.ArrayShape.Witness;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The keywords for arrays. */
final class ArrayKeywords {
    private static final int MOST_PREFIX = 1_000;
    private static final int MOST_CONTAINED = 100;

    private final Meaning meaning;
    private final Node.Table nodes;
    private final ArrayShape any;

    ArrayKeywords(Meaning meaning) {
        this.meaning = meaning;
        nodes = meaning.nodes();
        any = ArrayShape.of(List.of(), nodes.any());
    }

    Value meaning(Subschema schema, String keyword, boolean holds) {
        Values values = meaning.values();
        List<ArrayShape> shapes = switch (keyword) {
            case "prefixItems" -> prefix(meaning.document().list(schema, keyword), holds);
            case "items" -> items(schema, holds);
            case "additionalItems" -> additional(schema, holds);
            case "contains" -> contains(schema, holds);
            case "minItems", "maxItems" -> counted(schema, keyword, holds);
            default -> unique(schema, holds);
        };
        return holds ? values.any().withArrays(shapes) : values.none().withArrays(shapes);
    }

    private List<ArrayShape> prefix(List<Subschema> schemas, boolean holds) {
        if (schemas.size() > MOST_PREFIX) {
            throw schemas.get(0).refused("prefixItems", "is one of more than " + MOST_PREFIX + "; use items");
        }
        List<Node> all = schemas.stream().map(one -> nodes.of(one, holds)).toList();
        if (holds) {
            return List.of(ArrayShape.of(all, nodes.any()));
        }
        List<ArrayShape> ways = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            List<Node> one = new ArrayList<>(Collections.nCopies(i, nodes.any()));
            one.add(all.get(i));
            ways.add(ArrayShape.of(one, nodes.any()).counting(i + 1, Expressions.UNBOUNDED));
        }
        return ways;
    }

    private List<ArrayShape> items(Subschema schema, boolean holds) {
        if (schema.get("items") instanceof List<?>) {
            return prefix(meaning.document().list(schema, "items"), holds);
        }
        int from = schema.get("prefixItems") instanceof List<?> list ? list.size() : 0;
        return behind(from, nodes.of(meaning.document().below(schema, "items"), holds), holds);
    }

    private List<ArrayShape> additional(Subschema schema, boolean holds) {
        if (schema.get("items") instanceof List<?> list) {
            Node rest = nodes.of(meaning.document().below(schema, "additionalItems"), holds);
            return behind(list.size(), rest, holds);
        }
        return holds ? List.of(any) : List.of();
    }

    private List<ArrayShape> behind(int from, Node rest, boolean holds) {
        return holds
                ? List.of(ArrayShape.of(Collections.nCopies(from, nodes.any()), rest))
                : List.of(any.witnessing(List.of(new Witness(from, rest, 0))));
    }

    private List<ArrayShape> contains(Subschema schema, boolean holds) {
        Subschema below = meaning.document().below(schema, "contains");
        int min = Given.count(schema, "minContains", 1);
        int max = Given.count(schema, "maxContains", Expressions.UNBOUNDED);
        if (min > MOST_CONTAINED || (max != Expressions.UNBOUNDED && max != 0)) {
            throw schema.refused("contains", "with maxContains, or minContains above 100, is not supported; use items");
        }
        List<ArrayShape> none = List.of(ArrayShape.of(List.of(), nodes.of(below, false)));
        if (max == 0) {
            return holds ? (min == 0 ? none : List.of()) : ofMany(below, 1);
        }
        if (holds) {
            return min == 0 ? List.of(any) : ofMany(below, min);
        }
        if (min > 1) {
            throw Meaning.noOpposite(schema, "contains");
        }
        return min == 0 ? List.of() : none;
    }

    private List<ArrayShape> ofMany(Subschema schema, int count) {
        List<Witness> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(new Witness(0, nodes.of(schema, true), i));
        }
        return List.of(any.witnessing(all));
    }

    private List<ArrayShape> counted(Subschema schema, String keyword, boolean holds) {
        boolean asks = keyword.equals("minItems") == holds;
        int count = asks ? Given.least(schema, keyword) : Given.count(schema, keyword, 0);
        if (asks) {
            return List.of(
                    holds
                            ? any.counting(count, Expressions.UNBOUNDED)
                            : any.counting(count + 1, Expressions.UNBOUNDED));
        }
        return holds ? List.of(any.counting(0, count)) : count == 0 ? List.of() : List.of(any.counting(0, count - 1));
    }

    private List<ArrayShape> unique(Subschema schema, boolean holds) {
        if (!Boolean.TRUE.equals(schema.get("uniqueItems"))) {
            return holds ? List.of(any) : List.of();
        }
        if (!holds) {
            throw Meaning.noOpposite(schema, "uniqueItems");
        }
        return List.of(any.withoutRepeats(schema));
    }
}
