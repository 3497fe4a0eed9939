package io.github.isotherm.grammar;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Walks the tree of tokens inside single expressions. No token sees more repetitions than it has bytes, so expressions that differ
 * in larger bounds share one walk.
 */
final class InsideMasks {
    private final Expressions expressions;
    private final TokenTrie trie;
    private final Map<Expression, InsideMask> known = new HashMap<>();
    private final Map<Expression, InsideMask> byOriginal = new HashMap<>();

    InsideMasks(Expressions expressions, TokenTrie trie) {
        this.expressions = expressions;
        this.trie = trie;
    }

    InsideMask of(Expression expression) {
        InsideMask there = byOriginal.get(expression);
        if (there == null) {
            there = shared(expression);
            byOriginal.put(expression, there);
        }
        return there;
    }

    private InsideMask shared(Expression expression) {
        if (expression.needsSearch) {
            return walked(expression);
        }
        Expression seen = expressions.withinBytes(expression, trie.deepest());
        InsideMask mask = known.get(seen);
        if (mask == null) {
            mask = walked(seen);
            known.put(seen, mask);
        }
        long more = expressions.excess(expression, trie.deepest());
        return more == 0 ? mask : new InsideMask(mask.ids(), mask.exits(), mask.longest() + more);
    }

    private InsideMask walked(Expression start) {
        long[] ids = new long[(trie.vocabularySize() + 63) >>> 6];
        List<Integer> exits = new ArrayList<>();
        Expression[] path = new Expression[trie.deepest() + 1];
        path[0] = start;
        long longest = 0;
        int node = 1;
        while (node < trie.nodes()) {
            Expression left = expressions.next(path[trie.depth(node) - 1], trie.value(node));
            if (left == expressions.nothing()) {
                node = trie.end(node);
                continue;
            }
            if (trie.token(node) >= 0) {
                trie.addTokens(node, ids);
                longest = Math.max(longest, expressions.shortest(left));
            }
            if (left.nullable && trie.hasBelow(node)) {
                exits.add(node);
            }
            path[trie.depth(node)] = left;
            node = left == expressions.empty() ? trie.end(node) : node + 1;
        }
        return new InsideMask(new TokenSet(ids), List.copyOf(exits), longest);
    }
}
