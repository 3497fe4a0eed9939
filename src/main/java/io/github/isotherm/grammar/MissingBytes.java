package io.github.isotherm.grammar;

import java.util.HashSet;
import java.util.Set;

/**
 * Whether a grammar needs a byte that is no token by itself. Most vocabularies lack some, such as those that UTF-8 does not have; then no end
 * takes more tokens than bytes all the same.
 */
final class MissingBytes {
    /** Longer ways to the end of an expression are not looked at. */
    private static final int LONGEST = 10_000;

    private final Expressions table;
    private final ByteSet there;
    private final Set<Expression> seen = new HashSet<>();

    private MissingBytes(Expressions table, ByteSet there) {
        this.table = table;
        this.there = there;
    }

    /** False only where each shortest end can be written with the bytes that are tokens. */
    static boolean matter(Grammar grammar, TokenTrie trie) {
        ByteSet there = ByteSet.NONE;
        for (int node = 1; node < trie.nodes(); node = trie.end(node)) {
            there = trie.token(node) >= 0 ? there.or(ByteSet.of(trie.value(node))) : there;
        }
        if (there.size() == 256) {
            return false;
        }
        MissingBytes missing = new MissingBytes(grammar.expressions(), there);
        return grammar.terminals().stream().anyMatch(missing::matterIn);
    }

    private boolean matterIn(Expression expression) {
        if (!seen.add(expression)) {
            return false;
        }
        if (expression.needsSearch) {
            return !hasWay(expression);
        }
        if (expression.kind == Expression.Kind.BYTES) {
            return expression.bytes.and(there).isEmpty();
        }
        if (expression.kind == Expression.Kind.REMAINDER) {
            return !ByteSet.range('0', '9').and(there.not()).isEmpty();
        }
        for (Expression part : expression.parts) {
            if (matterIn(part)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a shortest string of it has only bytes that are there. */
    private boolean hasWay(Expression from) {
        Expression at = from;
        for (long left = table.shortest(from); left > 0; left--) {
            at = left > LONGEST ? table.nothing() : nearer(at, left - 1);
            if (at == table.nothing()) {
                return false;
            }
        }
        return true;
    }

    private Expression nearer(Expression at, long left) {
        BytePartition partition = table.partition(at);
        for (int value = 0; value < 256; value++) {
            Expression next =
                    there.contains(value) ? table.next(at, partition, partition.classOf(value)) : table.nothing();
            if (next != table.nothing() && table.shortest(next) == left) {
                return next;
            }
        }
        return table.nothing();
    }
}
