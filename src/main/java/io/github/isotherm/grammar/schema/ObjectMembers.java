package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.Expression;
import io.github.isotherm.grammar.Members;
import io.github.isotherm.grammar.Members.Times;
import io.github.isotherm.grammar.Symbol;
import io.github.isotherm.grammar.schema.ObjectShape.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The members of an object: those with a name of their own come once. Of the others a name may come again, which counts for
 * nothing: where the least number of members or a member that is asked for rests on them, only names of different
 * {@link KeyClasses} do.
 */
final class ObjectMembers {
    private static final int WITNESS_CLASSES = 4;

    private final Writing writing;
    private final ObjectShape shape;
    private final List<Members.Member> named;
    private final List<Region> regions;
    private final KeyClasses classes;

    /** Keys that the same rules speak of. */
    record Region(Expression keys, Node value, boolean declared) {}

    ObjectMembers(Writing writing, ObjectShape shape, List<Members.Member> named, List<Region> regions) {
        this.writing = writing;
        this.shape = shape;
        this.named = named;
        this.regions = regions;
        classes = writing.keyClasses;
        if (!regions.isEmpty()) {
            writing.hasFreeNames();
        }
    }

    /** All ways to write them, where each witness is a member without a name of its own. */
    Symbol list(List<Rule> witnesses) {
        boolean counts =
                !regions.isEmpty() && shape.min() > Math.max(1, shape.required().size());
        if (witnesses.isEmpty()) {
            return counts ? counted() : members(List.of(), regions, Times.ANY);
        }
        return witnesses.size() == 1 ? witnessed(witnesses.get(0), counts) : witnessed(witnesses);
    }

    private Symbol counted() {
        List<Symbol> ways = new ArrayList<>();
        for (List<Expression> partition : classes.partitions()) {
            ways.add(members(List.of(), split(regions, partition), Times.ANY_COUNTED_ONCE));
        }
        return writing.grammar.choice(ways);
    }

    /** No other name that could be the witness's is of its class. */
    private Symbol witnessed(Rule witness, boolean counts) {
        List<Symbol> ways = new ArrayList<>();
        for (Expression own : classes.byLast(WITNESS_CLASSES)) {
            Expression keys = both(witness.keys().expression(), own);
            List<Region> others = without(keys);
            List<Region> rest = counts ? split(others, classes.byLast()) : others;
            ways.add(members(List.of(witness(witness, own)), rest, counts ? Times.ANY_COUNTED_ONCE : Times.ANY));
        }
        return writing.grammar.choice(ways);
    }

    /** All are of different classes, and no other name could be theirs. */
    private Symbol witnessed(List<Rule> witnesses) {
        List<Region> others = without(writing.table.either(
                witnesses.stream().map(one -> one.keys().expression()).toList()));
        List<Region> rest = split(others, classes.byLast());
        List<Symbol> ways = new ArrayList<>();
        assign(
                witnesses,
                classes.byLast(witnesses.size()),
                List.of(),
                asked -> ways.add(members(asked, rest, Times.ANY_COUNTED_ONCE)));
        return writing.grammar.choice(ways);
    }

    /** Each witness a class, in each way. */
    private void assign(List<Rule> left, List<Expression> free, List<Symbol> asked, Consumer<List<Symbol>> way) {
        if (left.isEmpty()) {
            way.accept(asked);
        }
        for (int i = 0; i < free.size() && !left.isEmpty(); i++) {
            writing.meaning.values().step();
            List<Symbol> more = new ArrayList<>(asked);
            more.add(witness(left.get(0), free.get(i)));
            List<Expression> others = new ArrayList<>(free);
            others.remove(i);
            assign(left.subList(1, left.size()), others, more, way);
        }
    }

    private Expression both(Expression one, Expression other) {
        return writing.table.all(List.of(one, other));
    }

    private Symbol witness(Rule witness, Expression within) {
        List<Symbol> ways = new ArrayList<>();
        for (Region region : regions) {
            Expression keys = writing.table.all(List.of(witness.keys().expression(), region.keys(), within));
            if (!writing.table.isEmpty(keys)) {
                Node value = writing.meaning.nodes().and(region.value(), witness.value());
                ways.add(writing.member(null, keys, value));
            }
        }
        return writing.grammar.choice(ways);
    }

    private List<Region> without(Expression keys) {
        return restricted(writing.table.not(keys));
    }

    private List<Region> split(List<Region> all, List<Expression> partition) {
        List<Region> parts = new ArrayList<>();
        for (Region region : all) {
            for (Expression part : partition) {
                add(parts, region, part);
            }
        }
        return parts;
    }

    private List<Region> restricted(Expression to) {
        List<Region> parts = new ArrayList<>();
        regions.forEach(region -> add(parts, region, to));
        return parts;
    }

    private void add(List<Region> parts, Region region, Expression part) {
        writing.meaning.values().step();
        Expression keys = both(region.keys(), part);
        if (!writing.table.isEmpty(keys)) {
            parts.add(new Region(keys, region.value(), region.declared()));
        }
    }

    private Symbol members(List<Symbol> asked, List<Region> repeated, Times times) {
        List<Members.Member> all = new ArrayList<>(named);
        asked.forEach(one -> all.add(new Members.Member(one, Times.ONCE)));
        for (Region region : repeated) {
            all.add(new Members.Member(writing.member(null, region.keys(), region.value()), times));
        }
        boolean anyOrder = writing.options.order() == SchemaOptions.Order.ANY || !asked.isEmpty();
        return writing.grammar.members(
                new Members(all, writing.comma(), anyOrder), writing.least(shape.min()), shape.max());
    }
}
