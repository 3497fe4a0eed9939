package io.github.isotherm.grammar;

import org.jspecify.annotations.Nullable;

/**
 * Masks of one vocabulary that all grammars over it share: equal expressions of two grammars have one. Bounded: when they have
 * grown too large, all are dropped and found anew. Thread-safe.
 */
final class SharedMasks {
    static final long MOST_BYTES = 64L << 20;

    private static final int MOST_EXPRESSIONS = GrammarLimits.DEFAULTS.expressions() / 2;

    private final TokenTrie trie;
    private final long mostBytes;
    private Generation current;

    SharedMasks(TokenTrie trie, long mostBytes) {
        this.trie = trie;
        this.mostBytes = mostBytes;
        current = new Generation(trie);
    }

    /** A grammar's share, which serves that alone. */
    Share share() {
        return new Share();
    }

    /** What has been found since all was dropped. */
    private static final class Generation {
        final Expressions table = new Expressions(GrammarLimits.DEFAULTS);
        final MaskWalk walk;

        Generation(TokenTrie trie) {
            walk = new MaskWalk(table, trie);
        }
    }

    private synchronized Generation current() {
        if (current.walk.size() > mostBytes || current.table.size() > MOST_EXPRESSIONS) {
            current = new Generation(trie);
        }
        return current;
    }

    /** One grammar's way to the masks. */
    final class Share {
        private @Nullable Generation generation;
        private @Nullable Translation translation;

        /** The mask of an expression of the grammar; null where that takes more than is shared. */
        @Nullable
        InsideMask of(Expression expression) {
            if (expression.refers) {
                return null;
            }
            synchronized (SharedMasks.this) {
                Generation now = current();
                if (generation != now || translation == null) {
                    generation = now;
                    translation = new Translation(now.table);
                }
                try {
                    return now.walk.of(translation.of(expression));
                } catch (GrammarLimitException beyond) {
                    return null;
                }
            }
        }
    }
}
