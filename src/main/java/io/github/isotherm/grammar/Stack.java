package io.github.isotherm.grammar;

import org.jspecify.annotations.Nullable;

/** What has to come, one symbol after the other, on one reading of a text. One object for each. */
final class Stack {
    final int id;
    final Symbol top;
    final @Nullable Stack below;

    /** The shortest end, in bytes. */
    final long shortest;

    Stack(int id, Symbol top, @Nullable Stack below, long shortest) {
        this.id = id;
        this.top = top;
        this.below = below;
        this.shortest = shortest;
    }
}
