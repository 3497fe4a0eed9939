package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.GrammarException;
import io.github.isotherm.grammar.Members;
import io.github.isotherm.grammar.Symbol;
import io.github.isotherm.grammar.schema.Subschema.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Arrays whose items all differ: where each place has values of its own, or where the values are listed and each comes once. */
final class DistinctItems {
    private static final int MOST_VALUES = 500;

    private final Writing writing;
    private final Node.Table nodes;
    private final Emptiness emptiness;
    private final Listed listed;

    DistinctItems(Writing writing) {
        this.writing = writing;
        nodes = writing.meaning.nodes();
        emptiness = writing.meaning.emptiness();
        listed = new Listed(writing.meaning.document());
    }

    /** Whether no two places have a value in common. */
    boolean differAnyway(ArrayShape shape) {
        int places = Math.min(shape.max(), shape.prefix().size() + 1);
        if (shape.max() > places && !emptiness.isEmpty(shape.rest())) {
            return false;
        }
        for (int i = 0; i < places; i++) {
            for (int j = 0; j < i; j++) {
                writing.meaning.values().step();
                if (!emptiness.isEmpty(nodes.and(shape.at(i), shape.at(j)))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The items of an array that has no prefix. */
    Symbol list(ArrayShape shape, Subschema asking) {
        Set<Object> values = shape.prefix().isEmpty() ? listed.of(shape.rest()) : null;
        if (values == null || !isFollowed(shape.witnesses())) {
            throw refused(asking, "of items that are not told apart cannot be enforced; list them in an enum");
        }
        if (values.size() > MOST_VALUES) {
            throw refused(asking, "of more than " + MOST_VALUES + " values is not supported; leave it out");
        }
        List<Node> items = values.stream()
                .map(value -> nodes.and(shape.rest(), constant(value, asking)))
                .filter(item -> !emptiness.isEmpty(item))
                .toList();
        return shape.witnesses().isEmpty()
                ? members(items, -1, shape)
                : witnessed(items, shape, shape.witnesses().get(0).value());
    }

    private static boolean isFollowed(List<ArrayShape.Witness> witnesses) {
        return witnesses.isEmpty() || (witnesses.size() == 1 && witnesses.get(0).from() == 0);
    }

    private static GrammarException refused(Subschema asking, String why) {
        return asking.refused("uniqueItems", why + ", or let maxItems be 1");
    }

    private Node constant(@Nullable Object value, Subschema asking) {
        Map<String, Object> schema = new TreeMap<>();
        schema.put("const", value);
        return nodes.of(writing.meaning.document().at(schema, asking.place, Resource.ofInstances(asking)), true);
    }

    /** One of the values is there. */
    private Symbol witnessed(List<Node> items, ArrayShape shape, Node witness) {
        List<Symbol> ways = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Node both = nodes.and(items.get(i), witness);
            if (!emptiness.isEmpty(both)) {
                List<Node> all = new ArrayList<>(items);
                all.set(i, both);
                ways.add(members(all, i, shape));
            }
        }
        return writing.grammar.choice(ways);
    }

    private Symbol members(List<Node> items, int asked, ArrayShape shape) {
        List<Members.Member> all = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Members.Times times = i == asked ? Members.Times.ONCE : Members.Times.AT_MOST_ONCE;
            all.add(new Members.Member(writing.symbol(items.get(i)), times));
        }
        return writing.grammar.members(new Members(all, writing.comma(), true), shape.min(), shape.max());
    }
}
