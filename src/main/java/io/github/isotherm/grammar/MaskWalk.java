package io.github.isotherm.grammar;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds masks of one table's expressions by walks of the tree of tokens. Where there is a wider expression that differs in few
 * tokens, only where the two differ is walked. Grows with its table and is used as that is.
 */
final class MaskWalk {
    private final Expressions table;
    private final Bounds bounds;
    private final Widening widening;
    private final TokenTrie trie;
    private final Map<Expression, InsideMask> known = new HashMap<>();
    private final Expression[] path;
    private final Expression[] wider;
    private long size;

    MaskWalk(Expressions table, TokenTrie trie) {
        this.table = table;
        this.trie = trie;
        bounds = table.bounds();
        widening = new Widening(table);
        path = new Expression[trie.deepest() + 1];
        wider = new Expression[trie.deepest() + 1];
    }

    /** How much memory its masks take. */
    long size() {
        return size;
    }

    InsideMask of(Expression expression) {
        InsideMask there = known.get(expression);
        if (there == null) {
            Expression wide = widening.of(expression);
            there = wide == expression ? new Whole().mask(expression) : new Difference(of(wide)).mask(expression, wide);
            size += there.size();
            known.put(expression, there);
        }
        return there;
    }

    /** Nodes in a row. */
    private static final class Exits {
        private int[] nodes = new int[16];
        private int count;

        void add(int node) {
            if (count == nodes.length) {
                nodes = Arrays.copyOf(nodes, 2 * count);
            }
            nodes[count++] = node;
        }

        int[] all() {
            return Arrays.copyOf(nodes, count);
        }
    }

    /** A walk of all that fits. */
    private final class Whole {
        private final long[] ids = trie.noTokens();
        private final Exits exits = new Exits();
        private final Expression[] path = MaskWalk.this.path;
        private Expression measured = table.nothing();
        private Expression looping = table.nothing();
        private long low;
        private long high;
        private long longest;

        InsideMask mask(Expression start) {
            path[0] = start;
            boolean one = start.kind == Expression.Kind.CONCATENATION && start.parts[0].isOneByte();
            int value = one ? start.parts[0].bytes.first() : 0;
            int node = trie.first(value);
            int end = trie.first(one ? value + 1 : 256);
            while (node < end) {
                Expression left = table.next(path[trie.depth(node) - 1], trie.value(node));
                node = left == table.nothing() ? trie.end(node) : behind(node, left);
            }
            return new InsideMask(new TokenSet(ids), exits.all(), longest);
        }

        private void measure(Expression left) {
            if (left != measured) {
                longest = Math.max(longest, table.shortest(left));
                measured = left;
            }
        }

        /** Whether all that is below a node leads back to where one is. */
        private boolean staysBelow(int node, Expression at) {
            if (at != looping) {
                looping = at;
                BytePartition partition = table.partition(at);
                low = loops(at, partition, 0);
                high = loops(at, partition, 64);
            }
            return trie.hasOnlyBelow(node, low, high);
        }

        private long loops(Expression at, BytePartition partition, int from) {
            long bits = 0;
            for (int value = from; value < from + 64; value++) {
                bits |= table.next(at, partition, partition.classOf(value)) == at ? 1L << value : 0;
            }
            return bits;
        }

        private int behind(int node, Expression left) {
            if (trie.token(node) >= 0) {
                trie.addTokens(node, ids);
                measure(left);
            }
            if (left.nullable && trie.hasBelow(node)) {
                exits.add(node);
            }
            if (left == table.empty() || !trie.hasBelow(node)) {
                return trie.end(node);
            }
            if (left == path[trie.depth(node) - 1] && !left.nullable && staysBelow(node, left)) {
                measure(left);
                trie.addBelow(node, ids);
                return trie.end(node);
            }
            path[trie.depth(node)] = left;
            return node + 1;
        }
    }

    /** A walk of what fits less than a wider expression. */
    private final class Difference {
        private final InsideMask of;
        private final long[] ids;
        private final Exits exits = new Exits();
        private final Expression[] path = MaskWalk.this.path;
        private final Expression[] wider = MaskWalk.this.wider;
        private int passed;
        private long longest;

        Difference(InsideMask of) {
            this.of = of;
            ids = of.ids.words();
            longest = of.longest;
        }

        InsideMask mask(Expression start, Expression wide) {
            path[0] = start;
            wider[0] = wide;
            int node = 1;
            while (node < trie.nodes()) {
                int above = trie.depth(node) - 1;
                Expression wideLeft = table.next(wider[above], trie.value(node));
                Expression left = wideLeft == table.nothing() ? wideLeft : table.next(path[above], trie.value(node));
                node = behind(node, left, wideLeft);
            }
            return new InsideMask(new TokenSet(ids), exits.all(), longest);
        }

        private int behind(int node, Expression left, Expression wideLeft) {
            int end = trie.end(node);
            if (left == wideLeft || isSameBelow(node, left, wideLeft)) {
                keepExits(node, end);
                return end;
            }
            if (left == table.nothing()) {
                trie.removeBelow(node, ids);
                return end;
            }
            if (trie.token(node) >= 0) {
                longest = Math.max(longest, table.shortest(left));
            }
            if (left.nullable && trie.hasBelow(node)) {
                exits.add(node);
            }
            path[trie.depth(node)] = left;
            wider[trie.depth(node)] = wideLeft;
            return node + 1;
        }

        /** Whether no token below, nor the one there, tells them apart. */
        private boolean isSameBelow(int node, Expression left, Expression wideLeft) {
            int bytes = trie.height(node);
            boolean same = left != table.nothing()
                    && left.nullable == wideLeft.nullable
                    && left.largestBound > bytes
                    && bounds.within(left, bytes) == bounds.within(wideLeft, bytes);
            if (same) {
                longest = Math.max(longest, of.longest + bounds.excess(left, bytes));
            }
            return same;
        }

        private void keepExits(int from, int end) {
            while (passed < of.exits.length && of.exits[passed] < from) {
                passed++;
            }
            while (passed < of.exits.length && of.exits[passed] < end) {
                exits.add(of.exits[passed++]);
            }
        }
    }
}
