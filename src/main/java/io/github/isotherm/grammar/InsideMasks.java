package io.github.isotherm.grammar;

import java.util.HashMap;
import java.util.Map;

/**
 * Masks of a grammar's expressions: those that the vocabulary shares, else its own. No token sees more repetitions than it has
 * bytes, so expressions that differ in larger bounds have one mask.
 */
final class InsideMasks {
    private final Bounds bounds;
    private final int bytes;
    private final SharedMasks.Share shared;
    private final MaskWalk own;
    private final Map<Expression, InsideMask> known = new HashMap<>();

    InsideMasks(Expressions expressions, TokenTrie trie) {
        bounds = expressions.bounds();
        bytes = trie.deepest();
        shared = trie.shared().share();
        own = new MaskWalk(expressions, trie);
    }

    InsideMask of(Expression expression) {
        InsideMask there = known.get(expression);
        if (there == null) {
            there = bounded(bounds.within(expression, bytes)).farther(bounds.excess(expression, bytes));
            known.put(expression, there);
        }
        return there;
    }

    private InsideMask bounded(Expression expression) {
        InsideMask mask = isQuick(expression) ? null : shared.of(expression);
        return mask == null ? own.of(expression) : mask;
    }

    /** Where but one byte may come, few tokens fit: they are found sooner than looked up among all. */
    private static boolean isQuick(Expression of) {
        return of.kind == Expression.Kind.CONCATENATION && of.parts[0].isOneByte();
    }
}
