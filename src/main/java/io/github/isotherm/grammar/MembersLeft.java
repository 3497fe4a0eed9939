package io.github.isotherm.grammar;

import java.util.Arrays;
import java.util.BitSet;

/**
 * What may still come of a list of members. Immutable.
 *
 * @param of the list
 * @param left which of its members, by their place
 * @param counting which of them would count towards the least
 * @param first whether none has come yet
 * @param min least still to come
 * @param max most still to come, {@link Expressions#UNBOUNDED} for any number
 */
record MembersLeft(Members of, BitSet left, BitSet counting, boolean first, int min, int max) {
    static MembersLeft all(Members of, int min, int max) {
        BitSet left = new BitSet();
        left.set(0, of.all().size());
        return new MembersLeft(of, left, left, true, min, max);
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
        boolean skips = !of.anyOrder() && requiredBefore(place);
        return !skips && (max == Expressions.UNBOUNDED || leavesRoom(of.all().get(place)));
    }

    private boolean leavesRoom(Members.Member taken) {
        return requiredLeft() - (taken.required() ? 1 : 0) <= max - 1;
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
            clearBefore(still, place);
        }
        if (!of.all().get(place).repeats()) {
            still.clear(place);
        }
        int least = counting.get(place) ? Math.max(0, min - 1) : min;
        int most = max == Expressions.UNBOUNDED ? max : max - 1;
        return new MembersLeft(of, still, countingBehind(still, place, least), false, least, most);
    }

    private void clearBefore(BitSet still, int place) {
        for (int i = still.nextSetBit(0); i >= 0 && i < place; i = still.nextSetBit(i + 1)) {
            if (!of.all().get(i).repeats() || !of.all().get(place).repeats()) {
                still.clear(i);
            }
        }
    }

    /** Where the least is reached it is as good as whole, so that there are few of them. */
    private BitSet countingBehind(BitSet still, int place, int least) {
        if (least == 0) {
            return still;
        }
        BitSet counts = (BitSet) counting.clone();
        counts.and(still);
        if (of.all().get(place).times() == Members.Times.ANY_COUNTED_ONCE) {
            counts.clear(place);
        }
        return counts;
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
            } else if (member.times() == Members.Times.ANY) {
                repeated = Math.min(repeated, length);
            } else if (counting.get(i)) {
                optional[options++] = length;
            }
        }
        return taken > max ? Expression.NONE : withOptional(total, taken, optional, options, repeated, lengths);
    }

    private long withOptional(long required, int taken, long[] optional, int options, long repeated, Lengths lengths) {
        Arrays.sort(optional, 0, options);
        long total = required;
        long count = taken;
        for (int used = 0; used < options && count < min && optional[used] <= repeated; used++) {
            total = Math.min(Expression.NONE, total + optional[used]);
            count++;
        }
        if (count < min) {
            total = Math.min(Expression.NONE, total + Expression.times((int) (min - count), repeated));
            count = min;
        }
        long separators = Math.max(0, first ? count - 1 : count);
        return count > max
                ? Expression.NONE
                : Math.min(Expression.NONE, total + Expression.times((int) separators, lengths.of(of.separator())));
    }

    /** The shortest string of a symbol. */
    interface Lengths {
        long of(Symbol symbol);
    }
}
