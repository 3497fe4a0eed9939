package io.github.isotherm.grammar;

import io.github.isotherm.grammar.Expression.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes expressions, each once, and what is left of one behind a byte (Brzozowski's derivatives, with similar ones joined, as in
 * Owens, Reppy, Turon: Regular-expression derivatives re-examined, 2009). Mutable: it grows. Not thread-safe; what uses it
 * takes turns.
 */
public final class Expressions {
    /** For repetitions without an upper bound. */
    public static final int UNBOUNDED = Expression.UNBOUNDED;

    private static final Comparator<Expression> BY_ID = Comparator.comparingInt(one -> one.id);

    private static final int PARTS_LIKE_ONE = 8;

    private final GrammarLimits limits;
    private final Map<Expression.Key, Expression> known = new HashMap<>();
    private final Bounds bounds = new Bounds(this);
    private final ShortestSearch search;
    private final Expression nothing;
    private final Expression empty;
    private final Expression anything;
    private int references;

    /** Parts of all expressions: long unions take memory and time by themselves. */
    private long held;

    /**
     * An empty table.
     *
     * @param limits how far it may grow
     */
    public Expressions(GrammarLimits limits) {
        this.limits = limits;
        search = new ShortestSearch(this, limits);
        nothing = made(new Expression.Key(Kind.NOTHING, ByteSet.NONE, 0, 0), false);
        empty = made(new Expression.Key(Kind.EMPTY, ByteSet.NONE, 0, 0), true);
        anything = made(new Expression.Key(Kind.COMPLEMENT, ByteSet.NONE, 0, 0, nothing), true);
    }

    /** How many expressions there are. */
    int size() {
        return known.size();
    }

    Bounds bounds() {
        return bounds;
    }

    /**
     * The language without a string.
     *
     * @return ∅
     */
    public Expression nothing() {
        return nothing;
    }

    /**
     * The language of the empty string.
     *
     * @return ε
     */
    public Expression empty() {
        return empty;
    }

    /**
     * The language of all byte strings.
     *
     * @return its expression
     */
    public Expression anything() {
        return anything;
    }

    /**
     * One byte.
     *
     * @param set which may be it
     * @return the expression
     */
    public Expression bytes(ByteSet set) {
        return set.isEmpty() ? nothing : made(new Expression.Key(Kind.BYTES, set, 0, 0), false);
    }

    /**
     * One text.
     *
     * @param text as UTF-8
     * @return the expression
     */
    public Expression text(String text) {
        Expression all = empty;
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = bytes.length - 1; i >= 0; i--) {
            all = then(bytes(ByteSet.of(bytes[i] & 0xFF)), all);
        }
        return all;
    }

    /**
     * One after the other.
     *
     * @param parts in order
     * @return the concatenation
     */
    public Expression sequence(Expression... parts) {
        Expression all = empty;
        for (int i = parts.length - 1; i >= 0; i--) {
            all = then(parts[i], all);
        }
        return all;
    }

    /** One after the other; the first of a concatenation is none. */
    Expression then(Expression first, Expression second) {
        if (first.kind != Kind.CONCATENATION || second == nothing) {
            return joined(first, second);
        }
        List<Expression> parts = new ArrayList<>();
        Expression left = first;
        while (left.kind == Kind.CONCATENATION) {
            parts.add(left.parts[0]);
            left = left.parts[1];
        }
        Expression all = joined(left, second);
        for (int i = parts.size() - 1; i >= 0; i--) {
            all = joined(parts.get(i), all);
        }
        return all;
    }

    private Expression joined(Expression first, Expression second) {
        if (first == nothing || second == nothing) {
            return nothing;
        }
        if (first == empty) {
            return second;
        }
        if (second == empty) {
            return first;
        }
        return made(
                new Expression.Key(Kind.CONCATENATION, ByteSet.NONE, 0, 0, first, second),
                first.nullable && second.nullable);
    }

    /**
     * Any of them.
     *
     * @param parts one or more; none gives ∅
     * @return the union
     */
    public Expression either(List<Expression> parts) {
        List<Expression> flat = flat(Kind.UNION, parts);
        flat.removeIf(part -> part == nothing);
        if (flat.contains(anything)) {
            return anything;
        }
        joinBytes(flat);
        if (flat.size() < 2) {
            return flat.isEmpty() ? nothing : flat.get(0);
        }
        return made(
                new Expression.Key(Kind.UNION, ByteSet.NONE, 0, 0, flat.toArray(Expression[]::new)),
                flat.stream().anyMatch(part -> part.nullable));
    }

    /** Single bytes are one set. */
    private void joinBytes(List<Expression> flat) {
        ByteSet joint = ByteSet.NONE;
        int sets = 0;
        for (Expression part : flat) {
            if (part.kind == Kind.BYTES) {
                joint = joint.or(part.bytes);
                sets++;
            }
        }
        if (sets > 1) {
            flat.removeIf(part -> part.kind == Kind.BYTES);
            flat.add(bytes(joint));
            flat.sort(BY_ID);
        }
    }

    /**
     * All of them at once.
     *
     * @param parts none gives all strings
     * @return the intersection
     */
    public Expression all(List<Expression> parts) {
        List<Expression> flat = flat(Kind.INTERSECTION, parts);
        flat.removeIf(part -> part == anything);
        if (flat.contains(nothing)) {
            return nothing;
        }
        if (flat.contains(empty)) {
            return flat.stream().allMatch(part -> part.nullable) ? empty : nothing;
        }
        if (flat.size() < 2) {
            return flat.isEmpty() ? anything : flat.get(0);
        }
        for (Expression part : flat) {
            if (part.kind == Kind.UNION && part.refers) {
                return distributed(flat, part);
            }
        }
        return made(
                new Expression.Key(Kind.INTERSECTION, ByteSet.NONE, 0, 0, flat.toArray(Expression[]::new)),
                flat.stream().allMatch(part -> part.nullable));
    }

    /** Of all parts, one of which is a union: the union of the intersections with its parts. */
    private Expression distributed(List<Expression> all, Expression union) {
        List<Expression> ways = new ArrayList<>();
        for (Expression way : union.parts) {
            List<Expression> parts = new ArrayList<>(all);
            parts.set(all.indexOf(union), way);
            ways.add(all(parts));
        }
        return either(ways);
    }

    /**
     * One that is said later by {@link #define}, so that it may be in itself.
     *
     * @param nullable whether the empty string will be in it
     */
    Expression reference(boolean nullable) {
        int number = references++;
        return made(new Expression.Key(Kind.REFERENCE, ByteSet.NONE, number, 0), nullable);
    }

    /** Says what a reference is; in that, it stands behind at least one byte. */
    void define(Expression reference, Expression is) {
        if (reference.nullable != is.nullable) {
            throw new IllegalStateException("a reference has the empty string where its definition has not");
        }
        GrammarLimits.depth(is.depth + 1);
        reference.depth = is.depth + 1;
        reference.definition = is;
    }

    private static Expression definition(Expression reference) {
        if (reference.definition == null) {
            throw new IllegalStateException("a reference is used before it is defined");
        }
        return reference.definition;
    }

    private static List<Expression> flat(Kind kind, List<Expression> parts) {
        List<Expression> flat = new ArrayList<>();
        for (Expression part : parts) {
            if (part.kind == kind) {
                flat.addAll(List.of(part.parts));
            } else {
                flat.add(part);
            }
        }
        flat.sort(BY_ID);
        List<Expression> distinct = new ArrayList<>(flat.size());
        for (Expression part : flat) {
            if (distinct.isEmpty() || distinct.get(distinct.size() - 1) != part) {
                distinct.add(part);
            }
        }
        return distinct;
    }

    /**
     * Every other byte string.
     *
     * @param part what is left out
     * @return the complement
     */
    public Expression not(Expression part) {
        return part.kind == Kind.COMPLEMENT
                ? part.parts[0]
                : made(new Expression.Key(Kind.COMPLEMENT, ByteSet.NONE, 0, 0, part), !part.nullable);
    }

    /**
     * One without the strings of another.
     *
     * @param one the language
     * @param other what is left out
     * @return the difference
     */
    public Expression without(Expression one, Expression other) {
        return all(List.of(one, not(other)));
    }

    /**
     * So many times one after the other.
     *
     * @param part what is repeated
     * @param min least, ≥ 0
     * @param max most, ≥ min, or {@link #UNBOUNDED}
     * @return the repetition
     */
    public Expression repeat(Expression part, int min, int max) {
        if (max == 0 || part == empty) {
            return empty;
        }
        if (part == nothing) {
            return min == 0 ? empty : nothing;
        }
        if (min == 1 && max == 1) {
            return part;
        }
        int least = part.nullable ? 0 : min;
        boolean flattens = part.kind == Kind.REPETITION && part.min <= 1 && part.max == UNBOUNDED && max == UNBOUNDED;
        if (flattens) {
            return repeat(part.parts[0], least == 0 ? 0 : part.min * least, UNBOUNDED);
        }
        if (part.kind == Kind.REPETITION && isWithoutGaps(part, least, max)) {
            int most = part.max == UNBOUNDED || max == UNBOUNDED ? UNBOUNDED : part.max * max;
            return repeat(part.parts[0], part.min * least, most);
        }
        return made(new Expression.Key(Kind.REPETITION, ByteSet.NONE, least, max, part), least == 0);
    }

    /** Whether repetitions of a repetition are any number of its part between the least and the most. */
    private static boolean isWithoutGaps(Expression of, int min, int max) {
        boolean bounded = of.max != UNBOUNDED && max != UNBOUNDED;
        boolean fits = (long) of.min * min < UNBOUNDED && (!bounded || (long) of.max * max < UNBOUNDED);
        long most = of.max == UNBOUNDED && min > 0 ? Expression.NONE : (long) of.max * min;
        return fits && (min == max || most + 1 >= (long) of.min * (min + 1L));
    }

    /**
     * A part or nothing.
     *
     * @param part what may be left out
     * @return the choice
     */
    public Expression optional(Expression part) {
        return either(List.of(empty, part));
    }

    /**
     * Strings of decimal digits, the empty one included, whose number is a multiple of another.
     *
     * @param modulus the other, ≥ 1
     * @return the expression
     */
    public Expression multiplesOf(int modulus) {
        return remainder(0, modulus);
    }

    /** Digits that go on after some that left {@code left}. */
    Expression remainder(int left, int modulus) {
        return made(new Expression.Key(Kind.REMAINDER, ByteSet.NONE, left, modulus), left == 0);
    }

    private Expression made(Expression.Key key, boolean nullable) {
        Expression there = known.get(key);
        if (there != null) {
            return there;
        }
        held += key.parts.length;
        limits.expressions(known.size() + (int) Math.min(Integer.MAX_VALUE / 2, held / PARTS_LIKE_ONE));
        Expression made = new Expression(known.size(), key, nullable);
        GrammarLimits.depth(made.depth);
        known.put(key, made);
        learnShortest(made);
        return made;
    }

    /** Where it follows from that of the parts, so that long texts are not asked part by part. */
    private void learnShortest(Expression of) {
        boolean follows = switch (of.kind) {
            case INTERSECTION, COMPLEMENT, REMAINDER, REFERENCE -> false;
            default -> true;
        };
        for (Expression part : of.parts) {
            follows &= part.isShortestKnown();
        }
        if (follows) {
            of.shortest(structural(of));
        }
    }

    /** What may follow a byte; ∅ where nothing may. */
    Expression next(Expression of, int value) {
        return next(of, partition(of), partition(of).classOf(value));
    }

    Expression next(Expression of, BytePartition partition, int index) {
        Expression[] table = of.next;
        if (table == null) {
            table = new Expression[partition.count()];
            of.next = table;
        }
        Expression there = table[index];
        if (there == null) {
            there = alive(derivative(of, partition, index));
            table[index] = there;
        }
        return there;
    }

    /** Without what has no string in it. */
    private Expression alive(Expression of) {
        if (!of.needsSearch) {
            return of;
        }
        if (of.kind != Kind.UNION) {
            return shortest(of) >= Expression.NONE ? nothing : of;
        }
        List<Expression> parts = new ArrayList<>(List.of(of.parts));
        parts.removeIf(part -> shortest(part) >= Expression.NONE);
        return parts.size() == of.parts.length ? of : either(parts);
    }

    /** Without asking whether there is a string in it. */
    private Expression derivative(Expression of, int value) {
        BytePartition partition = partition(of);
        return derivative(of, partition, partition.classOf(value));
    }

    Expression derivative(Expression of, BytePartition partition, int index) {
        Expression[] table = of.derivatives;
        if (table == null) {
            table = new Expression[partition.count()];
            of.derivatives = table;
        }
        Expression there = table[index];
        if (there == null) {
            there = derived(of, partition.firstOf(index));
            table[index] = there;
        }
        return there.needsSearch && there.isShortestKnown() && there.shortest() >= Expression.NONE ? nothing : there;
    }

    private Expression derived(Expression of, int value) {
        return switch (of.kind) {
            case NOTHING, EMPTY -> nothing;
            case BYTES -> of.bytes.contains(value) ? empty : nothing;
            case CONCATENATION -> {
                Expression inFirst = then(derivative(of.parts[0], value), of.parts[1]);
                yield of.parts[0].nullable ? either(List.of(inFirst, derivative(of.parts[1], value))) : inFirst;
            }
            case UNION -> either(each(of.parts, value));
            case INTERSECTION -> all(each(of.parts, value));
            case COMPLEMENT -> not(derivative(of.parts[0], value));
            case REPETITION ->
                then(
                        derivative(of.parts[0], value),
                        repeat(of.parts[0], Math.max(0, of.min - 1), of.max == UNBOUNDED ? UNBOUNDED : of.max - 1));
            case REFERENCE -> derivative(definition(of), value);
            case REMAINDER ->
                value >= '0' && value <= '9'
                        ? remainder((int) ((10L * of.min + value - '0') % of.max), of.max)
                        : nothing;
        };
    }

    private List<Expression> each(Expression[] parts, int value) {
        List<Expression> behind = new ArrayList<>(parts.length);
        for (Expression part : parts) {
            behind.add(derivative(part, value));
        }
        return behind;
    }

    BytePartition partition(Expression of) {
        if (of.partition == null) {
            of.partition = partitioned(of);
        }
        return of.partition;
    }

    private BytePartition partitioned(Expression of) {
        return switch (of.kind) {
            case NOTHING, EMPTY -> BytePartition.ONE_CLASS;
            case BYTES -> BytePartition.of(of.bytes);
            case CONCATENATION ->
                of.parts[0].nullable ? partition(of.parts[0]).and(partition(of.parts[1])) : partition(of.parts[0]);
            case UNION, INTERSECTION, COMPLEMENT, REPETITION -> joint(of.parts);
            case REMAINDER -> BytePartition.DIGITS;
            case REFERENCE -> partition(definition(of));
        };
    }

    private BytePartition joint(Expression[] parts) {
        BytePartition joint = BytePartition.ONE_CLASS;
        for (Expression part : parts) {
            joint = joint.and(partition(part));
        }
        return joint;
    }

    /**
     * Whether it has no string.
     *
     * @param of an expression of this table
     * @return true for the empty language
     */
    public boolean isEmpty(Expression of) {
        return shortest(of) >= Expression.NONE;
    }

    /**
     * Whether a text is in it.
     *
     * @param of an expression of this table
     * @param text as UTF-8
     * @return true when it is
     */
    public boolean matches(Expression of, String text) {
        Expression left = of;
        for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
            left = next(left, value & 0xFF);
        }
        return left.nullable;
    }

    /** The length of its shortest string in bytes; {@link Expression#NONE} or more where it has none. */
    long shortest(Expression of) {
        if (!of.isShortestKnown()) {
            of.shortest(structural(of));
        }
        return of.shortest();
    }

    private long structural(Expression of) {
        return switch (of.kind) {
            case NOTHING -> Expression.NONE;
            case EMPTY -> 0;
            case BYTES -> 1;
            case CONCATENATION -> shortestOfRow(of);
            case UNION -> leastOf(of.parts);
            case REPETITION -> Expression.times(of.min, shortest(of.parts[0]));
            case INTERSECTION, COMPLEMENT, REMAINDER, REFERENCE -> of.nullable ? 0 : search.from(of);
        };
    }

    private long shortestOfRow(Expression row) {
        List<Expression> unknown = new ArrayList<>();
        Expression left = row;
        while (left.kind == Kind.CONCATENATION && !left.isShortestKnown()) {
            unknown.add(left);
            left = left.parts[1];
        }
        long length = shortest(left);
        for (int i = unknown.size() - 1; i >= 0; i--) {
            length = Math.min(Expression.NONE, shortest(unknown.get(i).parts[0]) + length);
            unknown.get(i).shortest(length);
        }
        return length;
    }

    private long leastOf(Expression[] parts) {
        long least = Expression.NONE;
        for (Expression part : parts) {
            least = Math.min(least, shortest(part));
        }
        return least;
    }
}
