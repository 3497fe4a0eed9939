package io.github.isotherm.grammar;

import org.jspecify.annotations.Nullable;

/**
 * Where texts stand that may go on in the same way: all their readings at once. One object for each set of readings.
 */
final class State {
    final int id;

    /** Each with an expression on top. */
    final Stack[] stacks;

    /** Whether a text may end here. */
    final boolean mayEnd;

    /** The shortest way to an end, in bytes. */
    final long shortest;

    @Nullable
    State @Nullable [] next;

    Masks.@Nullable Mask mask;

    State(int id, Stack[] stacks, boolean mayEnd) {
        this.id = id;
        this.stacks = stacks;
        this.mayEnd = mayEnd;
        long least = mayEnd ? 0 : Expression.NONE;
        for (Stack stack : stacks) {
            least = Math.min(least, stack.shortest);
        }
        shortest = least;
    }

    /** Whether no text goes on or ends here. */
    boolean isDead() {
        return stacks.length == 0 && !mayEnd;
    }
}
