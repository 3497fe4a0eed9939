package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.Expressions;
import io.github.isotherm.grammar.Grammar;
import io.github.isotherm.grammar.Members;
import io.github.isotherm.grammar.Symbol;
import io.github.isotherm.grammar.schema.ArrayShape.Witness;
import java.util.ArrayList;
import java.util.List;

/** Arrays as text. */
final class ArrayWriting {
    private final Writing writing;
    private final Grammar.Builder grammar;
    private final DistinctItems distinct;

    ArrayWriting(Writing writing) {
        this.writing = writing;
        grammar = writing.grammar;
        distinct = new DistinctItems(writing);
    }

    Symbol array(ArrayShape shape) {
        boolean mayBeEmpty = shape.min() == 0 && shape.witnesses().isEmpty();
        return writing.bracketed("[", items(shape.counting(writing.least(shape.min()), shape.max())), "]", mayBeEmpty);
    }

    private Symbol items(ArrayShape shape) {
        Subschema asking = shape.unique();
        return asking == null || shape.max() <= 1 || distinct.differAnyway(shape)
                ? content(shape)
                : distinct.list(shape, asking);
    }

    /** What is asked for anywhere is at a place of its own, or behind all of them. */
    private Symbol content(ArrayShape shape) {
        for (Witness witness : shape.witnesses()) {
            for (int place = witness.from(); place < shape.prefix().size(); place++) {
                return grammar.choice(
                        List.of(content(placed(shape, witness, place)), content(later(shape, witness, place))));
            }
        }
        return shape.witnesses().isEmpty() ? plain(shape) : behindPrefix(shape);
    }

    private ArrayShape placed(ArrayShape shape, Witness witness, int place) {
        List<Node> prefix = new ArrayList<>(shape.prefix());
        prefix.set(place, writing.meaning.nodes().and(prefix.get(place), witness.value()));
        List<Witness> others = new ArrayList<>(shape.witnesses());
        others.remove(witness);
        ArrayShape fixed = new ArrayShape(
                prefix, shape.rest(), others, Math.max(shape.min(), place + 1), shape.max(), shape.unique());
        return fixed;
    }

    private static ArrayShape later(ArrayShape shape, Witness witness, int place) {
        List<Witness> moved = new ArrayList<>(shape.witnesses());
        moved.replaceAll(one -> one.equals(witness) ? new Witness(place + 1, one.value(), one.number()) : one);
        return shape.witnessing(moved);
    }

    private Symbol behindPrefix(ArrayShape shape) {
        int length = shape.prefix().size();
        int max = shape.max() == Expressions.UNBOUNDED ? shape.max() : shape.max() - length;
        if (max < shape.witnesses().size()) {
            return grammar.choice(List.of());
        }
        int from = shape.witnesses().stream().mapToInt(Witness::from).max().orElse(0);
        if (from > length) {
            List<Node> longer = new ArrayList<>(shape.prefix());
            longer.add(shape.rest());
            return content(
                    new ArrayShape(longer, shape.rest(), shape.witnesses(), shape.min(), shape.max(), shape.unique()));
        }
        List<Members.Member> members = new ArrayList<>();
        for (Witness witness : shape.witnesses()) {
            Node value = writing.meaning.nodes().and(shape.rest(), witness.value());
            members.add(new Members.Member(writing.symbol(value), Members.Times.ONCE));
        }
        members.add(new Members.Member(writing.symbol(shape.rest()), Members.Times.ANY));
        Symbol list =
                grammar.members(new Members(members, writing.comma(), true), Math.max(0, shape.min() - length), max);
        List<Symbol> parts = new ArrayList<>();
        shape.prefix().forEach(item -> {
            parts.add(writing.symbol(item));
            parts.add(writing.comma());
        });
        parts.add(list);
        return grammar.sequence(parts.toArray(Symbol[]::new));
    }

    private Symbol plain(ArrayShape shape) {
        int length = Math.min(shape.prefix().size(), shape.max());
        int most = shape.max() == Expressions.UNBOUNDED ? shape.max() : shape.max() - length;
        Symbol item = writing.symbol(shape.rest());
        Symbol further = grammar.sequence(writing.comma(), item);
        if (length == 0) {
            return most == 0 ? none(shape.min()) : unfixed(item, further, shape.min(), most);
        }
        Symbol all = grammar.repeat(further, Math.max(0, shape.min() - length), most);
        for (int place = length - 1; place >= 0; place--) {
            Symbol one = grammar.sequence(writing.symbol(shape.at(place)), all);
            Symbol separated = place == 0 ? one : grammar.sequence(writing.comma(), one);
            all = shape.min() > place ? separated : grammar.optional(separated);
        }
        return all;
    }

    private Symbol none(int min) {
        return min == 0 ? grammar.empty() : grammar.choice(List.of());
    }

    private Symbol unfixed(Symbol item, Symbol further, int min, int max) {
        int more = max == Expressions.UNBOUNDED ? max : max - 1;
        Symbol some = grammar.sequence(item, grammar.repeat(further, Math.max(0, min - 1), more));
        return min == 0 ? grammar.optional(some) : some;
    }
}
