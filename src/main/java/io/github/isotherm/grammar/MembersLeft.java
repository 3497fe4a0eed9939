package io.github.isotherm.grammar;

import java.util.Arrays;
import java.util.BitSet;

/**
 * What may still come of a list of members. Immutable.
 *
 * @param of the list
 * @param left which of its members, by their place
 * @param first whether none has come yet
 * @param min least still to come
 * @param max most still to come, {@link Expressions#UNBOUNDED} for any number
 */
record MembersLeft(Members of, BitSet left, boolean first, int min, int max) {
    static MembersLeft all(Members of, int min, int max) {
        BitSet left = new BitSet();
        left.set(0, of.all().size());
        return new MembersLeft(of, left, true, min, max);
    }

    /** Whether the list may end here. */
    boolean mayEnd() {
        return min == 0 && requiredLeft() == 0;
    }

    /** Whether a member may come next. */
    boolean mayTake(int place) {
        if (!left.get(place) || max == 0) {
            return false;
        }
        Members.Member member = of.all().get(place);
        int behind = max == Expressions.UNBOUNDED ? max : max - 1;
        boolean skips = !of.anyOrder() && requiredBefore(place);
        return !skips && requiredLeft() - (member.required() ? 1 : 0) <= behind;
    }

    private boolean requiredBefore(int place) {
        for (int i = left.nextSetBit(0); i >= 0 && i < place; i = left.nextSetBit(i + 1)) {
            if (of.all().get(i).required()) {
                return true;
            }
        }
        return false;
    }

    MembersLeft behind(int place) {
        BitSet still = (BitSet) left.clone();
        if (!of.anyOrder()) {
            still.clear(0, place);
        }
        if (!of.all().get(place).repeats()) {
            still.clear(place);
        }
        return new MembersLeft(of, still, false, Math.max(0, min - 1), max == Expressions.UNBOUNDED ? max : max - 1);
    }

    int requiredLeft() {
        int count = 0;
        for (int i = left.nextSetBit(0); i >= 0; i = left.nextSetBit(i + 1)) {
            count += of.all().get(i).required() ? 1 : 0;
        }
        return count;
    }

    /** The shortest way to the end, by the members' own shortest lengths; {@link Expression#NONE} or more where there is none. */
    long shortest(Lengths lengths) {
        long total = 0;
        int taken = 0;
        long[] optional = new long[left.cardinality()];
        int options = 0;
        long repeated = Expression.NONE;
        for (int i = left.nextSetBit(0); i >= 0; i = left.nextSetBit(i + 1)) {
            Members.Member member = of.all().get(i);
            long length = lengths.of(member.symbol());
            if (member.required()) {
                total = Math.min(Expression.NONE, total + length);
                taken++;
            } else if (member.repeats()) {
                repeated = Math.min(repeated, length);
            } else {
                optional[options++] = length;
            }
        }
        return taken > max ? Expression.NONE : withOptional(total, taken, optional, options, repeated, lengths);
    }

    private long withOptional(long required, int taken, long[] optional, int options, long repeated, Lengths lengths) {
        Arrays.sort(optional, 0, options);
        long total = required;
        int count = taken;
        int used = 0;
        while (count < min && total < Expression.NONE) {
            boolean once = used < options && optional[used] <= repeated;
            total += once ? optional[used++] : repeated;
            count++;
        }
        int separators = Math.max(0, first ? count - 1 : count);
        return Math.min(Expression.NONE, total + separators * lengths.of(of.separator()));
    }

    /** The shortest string of a symbol. */
    interface Lengths {
        long of(Symbol symbol);
    }
}
