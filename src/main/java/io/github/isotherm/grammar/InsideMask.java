package io.github.isotherm.grammar;

/** Which tokens stay inside an expression, whatever comes after it. Immutable. */
final class InsideMask {
    /** Those all of whose bytes are in it. */
    final TokenSet ids;

    /** Nodes at which the expression may be over and tokens go on, in the order of the tree. */
    final int[] exits;

    /** The shortest end of what is left of the expression behind a token, or more, where that is longest; bytes. */
    final long longest;

    InsideMask(TokenSet ids, int[] exits, long longest) {
        this.ids = ids;
        this.exits = exits;
        this.longest = longest;
    }

    /** The same where the end is further. */
    InsideMask farther(long more) {
        return more == 0 ? this : new InsideMask(ids, exits, Math.min(Expression.NONE, longest + more));
    }

    /** How much memory it takes. */
    long size() {
        return ids.bytes() + 4L * exits.length + 64;
    }
}
