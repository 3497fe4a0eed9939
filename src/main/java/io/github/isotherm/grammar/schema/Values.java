package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.Expression;
import io.github.isotherm.grammar.Expressions;
import io.github.isotherm.grammar.GrammarException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Unions and intersections of values. */
@SuppressWarnings("ReferenceEquality") // all and none are one object each; others that mean the same are only slower
final class Values {
    private static final int MOST_SHAPES = 512;
    private static final int MOST_STEPS = 200_000;
    private static final int MOST_WITNESSES = 3;

    private final Expressions table;
    private final Node.Table nodes;
    private final Value any;
    private final Value none;
    private final Expression anyNumber;
    private final Expression anyString;
    private Where at;
    private int steps;

    Values(Expressions table, Node.Table nodes, Expression anyNumber, Expression anyString, Where at) {
        this.table = table;
        this.at = at;
        this.nodes = nodes;
        this.anyNumber = anyNumber;
        this.anyString = anyString;
        none = new Value(false, false, false, table.nothing(), table.nothing(), List.of(), List.of());
        any = new Value(
                true,
                true,
                true,
                anyNumber,
                anyString,
                List.of(ArrayShape.of(List.of(), nodes.any())),
                List.of(ObjectShape.ANY));
    }

    static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("a keyword that was there is gone");
        }
        return value;
    }

    Value any() {
        return any;
    }

    Value none() {
        return none;
    }

    /** Counts what is worked out, so that a hostile schema comes to an end. */
    void step() {
        if (++steps > MOST_STEPS) {
            throw tooMany();
        }
    }

    /** What is looked at from now on; what was before that. */
    Where at(Where now) {
        Where before = at;
        at = now;
        return before;
    }

    private GrammarException tooMany() {
        return at.refused("multiplies alternatives beyond " + MOST_SHAPES
                + " kinds of one value; use fewer anyOf, oneOf, not and dependencies that meet in one place");
    }

    Value or(Value one, Value other) {
        if (one == none || other == any) {
            return other;
        }
        if (other == none || one == any) {
            return one;
        }
        return new Value(
                one.mayBeNull() || other.mayBeNull(),
                one.mayBeTrue() || other.mayBeTrue(),
                one.mayBeFalse() || other.mayBeFalse(),
                either(one.number(), other.number(), anyNumber),
                either(one.string(), other.string(), anyString),
                joint(one.arrays(), other.arrays(), any.arrays().get(0)),
                joint(one.objects(), other.objects(), ObjectShape.ANY));
    }

    private Expression either(Expression one, Expression other, Expression all) {
        return one == all || other == all ? all : table.either(List.of(one, other));
    }

    private <T> List<T> joint(List<T> one, List<T> other, T all) {
        Set<T> joint = new LinkedHashSet<>(one);
        joint.addAll(other);
        if (joint.contains(all)) {
            return List.of(all);
        }
        return limited(joint);
    }

    private <T> List<T> limited(Set<T> shapes) {
        if (shapes.size() > MOST_SHAPES) {
            throw tooMany();
        }
        return List.copyOf(shapes);
    }

    Value and(Value one, Value other) {
        step();
        if (one == any || other == none) {
            return other;
        }
        if (other == any || one == none) {
            return one;
        }
        return new Value(
                one.mayBeNull() && other.mayBeNull(),
                one.mayBeTrue() && other.mayBeTrue(),
                one.mayBeFalse() && other.mayBeFalse(),
                both(one.number(), other.number(), anyNumber),
                both(one.string(), other.string(), anyString),
                arrays(one, other),
                objects(one, other));
    }

    private Expression both(Expression one, Expression other, Expression all) {
        if (one == all || one == table.nothing()) {
            return one == all ? other : one;
        }
        return other == all ? one : table.all(List.of(one, other));
    }

    private List<ArrayShape> arrays(Value one, Value other) {
        Set<ArrayShape> all = new LinkedHashSet<>();
        for (ArrayShape left : one.arrays()) {
            for (ArrayShape right : other.arrays()) {
                step();
                if (!left.witnesses().isEmpty() && !right.witnesses().isEmpty() && !left.equals(right)) {
                    all.addAll(shared(left, right));
                }
                ArrayShape both = left.and(right, nodes);
                if (both.min() <= both.max()) {
                    all.add(both);
                }
            }
        }
        return limited(all);
    }

    /** One item may be what two ask for. */
    private List<ArrayShape> shared(ArrayShape left, ArrayShape right) {
        if (left.witnesses().size() > 1 || right.witnesses().size() > 1) {
            throw at.refused(
                    "meets more than one other \"contains\" in one place, which are not told apart; write one");
        }
        ArrayShape.Witness one = left.witnesses().get(0);
        ArrayShape.Witness other = right.witnesses().get(0);
        ArrayShape.Witness joint = new ArrayShape.Witness(
                Math.max(one.from(), other.from()), nodes.and(one.value(), other.value()), one.number());
        return List.of(left.and(right, nodes).witnessing(List.of(joint)));
    }

    private List<ObjectShape> objects(Value one, Value other) {
        Set<ObjectShape> all = new LinkedHashSet<>();
        for (ObjectShape left : one.objects()) {
            for (ObjectShape right : other.objects()) {
                step();
                ObjectShape both = left.and(right);
                if (both.min() > both.max() || both.required().size() > both.max()) {
                    continue;
                }
                if (left.witnesses().isEmpty() || right.witnesses().isEmpty() || left.equals(right)) {
                    all.add(both);
                } else {
                    all.addAll(shared(left, right));
                }
            }
        }
        return limited(all);
    }

    /** Members that two ask for may be the same, in each way in which they pair. */
    private List<ObjectShape> shared(ObjectShape left, ObjectShape right) {
        List<ObjectShape> all = new ArrayList<>();
        ObjectShape both = left.and(right);
        pair(left.witnesses(), right.witnesses(), List.of(), ways -> {
            if (ways.size() > MOST_WITNESSES) {
                throw at.refused("leads to more than " + MOST_WITNESSES
                        + " members that must be there and are not named; name them");
            }
            all.add(both.witnessing(ways));
        });
        return all;
    }

    private void pair(
            List<ObjectShape.Rule> left,
            List<ObjectShape.Rule> right,
            List<ObjectShape.Rule> paired,
            Consumer<List<ObjectShape.Rule>> way) {
        step();
        if (left.isEmpty()) {
            way.accept(joined(paired, right));
            return;
        }
        ObjectShape.Rule one = left.get(0);
        List<ObjectShape.Rule> others = left.subList(1, left.size());
        pair(others, right, joined(paired, List.of(one)), way);
        for (ObjectShape.Rule other : right) {
            Expression keys =
                    table.all(List.of(one.keys().expression(), other.keys().expression()));
            if (!table.isEmpty(keys)) {
                ObjectShape.Rule same =
                        new ObjectShape.Rule(new Keys(null, keys), nodes.and(one.value(), other.value()), false);
                List<ObjectShape.Rule> rest = new ArrayList<>(right);
                rest.remove(other);
                pair(others, rest, joined(paired, List.of(same)), way);
            }
        }
    }

    private static <T> List<T> joined(List<T> one, List<T> other) {
        Set<T> all = new LinkedHashSet<>(one);
        all.addAll(other);
        return List.copyOf(all);
    }
}
