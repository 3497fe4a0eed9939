package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.Expressions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Arrays of one kind.
 *
 * @param prefix what the first items are, one by one
 * @param rest what the others are
 * @param witnesses each is fulfilled by at least one item
 * @param min least items
 * @param max most items
 * @param unique the schema that asks for items that all differ, null for none
 */
record ArrayShape(
        List<Node> prefix,
        Node rest,
        List<Witness> witnesses,
        int min,
        int max,
        @Nullable Subschema unique) {
    /**
     * An item that is there.
     *
     * @param from the first place where it may be
     * @param value what it is
     * @param number tells those from each other that need an item each
     */
    record Witness(int from, Node value, int number) {}

    static ArrayShape of(List<Node> prefix, Node rest) {
        return new ArrayShape(prefix, rest, List.of(), 0, Expressions.UNBOUNDED, null);
    }

    ArrayShape counting(int least, int most) {
        return new ArrayShape(prefix, rest, witnesses, least, most, unique);
    }

    ArrayShape witnessing(List<Witness> which) {
        return new ArrayShape(prefix, rest, which, min, max, unique);
    }

    ArrayShape withoutRepeats(Subschema asking) {
        return new ArrayShape(prefix, rest, witnesses, min, max, asking);
    }

    Node at(int place) {
        return place < prefix.size() ? prefix.get(place) : rest;
    }

    ArrayShape and(ArrayShape other, Node.Table nodes) {
        List<Node> both = new ArrayList<>();
        for (int i = 0; i < Math.max(prefix.size(), other.prefix.size()); i++) {
            both.add(nodes.and(at(i), other.at(i)));
        }
        Set<Witness> all = new LinkedHashSet<>(witnesses);
        all.addAll(other.witnesses);
        int least = Math.max(min, other.min);
        int most = Math.min(max, other.max);
        return new ArrayShape(
                both,
                nodes.and(rest, other.rest),
                List.copyOf(all),
                least,
                most,
                unique == null ? other.unique : unique);
    }
}
