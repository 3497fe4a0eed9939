package io.github.isotherm.grammar;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A part of a grammar: an expression, parts in a row, alternatives, a rule by its name, a repetition, or members of a list in
 * an order. Made by a {@link Grammar.Builder}, which keeps one object for each.
 */
public final class Symbol {
    /** How it is made. */
    enum Kind {
        /** The empty string. */
        EMPTY(1),
        EXPRESSION(2),
        /** Two parts, the second of which may be another one. */
        SEQUENCE(3),
        CHOICE(4),
        RULE(5),
        REPETITION(6),
        MEMBERS(7);

        final int tag;

        Kind(int tag) {
            this.tag = tag;
        }
    }

    final int id;
    final Kind kind;
    final Symbol[] parts;

    /** Of a rule its number, of a repetition the bounds. */
    final int min;

    final int max;
    final @Nullable Expression expression;
    final @Nullable MembersLeft members;

    /** Its shortest string in bytes; of rules and what they are in, when the grammar is whole. */
    private long shortest = -1;

    Symbol(int id, Key key) {
        this.id = id;
        kind = key.kind;
        parts = key.parts;
        min = key.min;
        max = key.max;
        expression = key.expression;
        members = key.members;
    }

    boolean isShortestKnown() {
        return shortest >= 0;
    }

    long shortest() {
        return shortest;
    }

    void shortest(long length) {
        shortest = length;
    }

    /** What tells one from another. */
    static final class Key {
        final Kind kind;
        final int min;
        final int max;
        final @Nullable Expression expression;
        final @Nullable MembersLeft members;
        final Symbol[] parts;

        Key(
                Kind kind,
                int min,
                int max,
                @Nullable Expression expression,
                @Nullable MembersLeft members,
                Symbol... parts) {
            this.kind = kind;
            this.min = min;
            this.max = max;
            this.expression = expression;
            this.members = members;
            this.parts = parts;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that
                    && kind == that.kind
                    && min == that.min
                    && max == that.max
                    && Objects.equals(expression, that.expression)
                    && Objects.equals(members, that.members)
                    && Arrays.equals(parts, that.parts);
        }

        @Override
        public int hashCode() {
            int hash = (kind.tag * 31 + min) * 31 + max;
            hash = hash * 31 + (expression == null ? 0 : expression.id);
            hash = hash * 31 + (members == null ? 0 : members.hashCode());
            for (Symbol part : parts) {
                hash = hash * 31 + part.id;
            }
            return hash;
        }
    }
}
