package io.github.isotherm.grammar;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How texts are ended with few tokens: along a shortest way in bytes, cut into as few tokens as there are for it. From where a
 * state's way goes, the next state's way is the rest of it, so what can be ended in time stays so.
 */
final class Endings {
    static final int NEVER = Integer.MAX_VALUE;

    private final Grammar grammar;
    private final Automaton automaton;
    private final Expressions expressions;
    private final TokenTrie trie;
    private @Nullable Boolean bytesSuffice;
    private final Map<State, Integer> known = new HashMap<>();

    Endings(Grammar grammar, Automaton automaton, TokenTrie trie) {
        this.grammar = grammar;
        this.automaton = automaton;
        expressions = grammar.expressions();
        this.trie = trie;
    }

    /** Whether no end takes more tokens than bytes. */
    boolean bytesSuffice() {
        Boolean there = bytesSuffice;
        if (there == null) {
            there = !MissingBytes.matter(grammar, trie);
            bytesSuffice = there;
        }
        return there;
    }

    boolean isWithin(State state, int tokens) {
        if (state.shortest >= Expression.NONE) {
            return false;
        }
        return (state.shortest <= tokens && bytesSuffice()) || tokens(state) <= tokens;
    }

    /** Enough tokens to end the text; {@link #NEVER} where the vocabulary lacks a byte of the way. */
    int tokens(State state) {
        Integer there = known.get(state);
        if (there == null) {
            there = state.mayEnd ? 0 : fewest(way(state));
            known.put(state, there);
        }
        return there;
    }

    private byte[] way(State from) {
        byte[] way = new byte[Math.toIntExact(from.shortest)];
        State at = from;
        for (int i = 0; i < way.length; i++) {
            int value = shorter(at);
            way[i] = (byte) value;
            at = automaton.next(at, value);
        }
        return way;
    }

    /** A byte behind which the end is nearer; the same one for a state each time. */
    private int shorter(State state) {
        for (Stack stack : state.stacks) {
            if (stack.shortest == state.shortest) {
                int value = shorter(state, expressions.partition(Grammar.present(stack.top.expression)));
                if (value >= 0) {
                    return value;
                }
            }
        }
        // A nullable top counts as long as what is below it.
        for (int value = 0; value < 256; value++) {
            if (automaton.next(state, value).shortest == state.shortest - 1) {
                return value;
            }
        }
        throw new IllegalStateException("no byte leads to the end of a text that has one");
    }

    /** A byte that is a token by itself, else any; -1 where none of the stack's own leads nearer. */
    private int shorter(State state, BytePartition partition) {
        int other = -1;
        boolean[] tried = new boolean[partition.count()];
        for (int value = 0; value < 256; value++) {
            int index = partition.classOf(value);
            boolean alone = alone(value);
            boolean nearer = !tried[index]
                    && (alone || value == partition.firstOf(index))
                    && automaton.next(state, value).shortest == state.shortest - 1;
            if (nearer && alone) {
                return value;
            }
            tried[index] |= alone;
            other = nearer && other < 0 ? value : other;
        }
        return other;
    }

    private boolean alone(int value) {
        int node = trie.first(value);
        return node < trie.first(value + 1) && trie.token(node) >= 0;
    }

    private int fewest(byte[] way) {
        int[] fewest = new int[way.length + 1];
        for (int from = way.length - 1; from >= 0; from--) {
            fewest[from] = fewest(way, from, fewest);
        }
        return fewest[0];
    }

    private int fewest(byte[] way, int from, int[] behind) {
        int least = NEVER;
        int node = 0;
        for (int at = from; at < way.length && node >= 0; at++) {
            node = trie.child(node, way[at]);
            if (node >= 0 && trie.token(node) >= 0 && behind[at + 1] != NEVER) {
                least = Math.min(least, 1 + behind[at + 1]);
            }
        }
        return least;
    }
}
