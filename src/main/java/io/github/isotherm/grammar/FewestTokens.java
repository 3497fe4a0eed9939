package io.github.isotherm.grammar;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Whether a text can be ended with so many tokens at all, by any way: level by level, each state once. Needed only where the way of
 * fewest bytes takes too many tokens, as of "xq" and "information" the second may be the one that is a single token.
 */
final class FewestTokens {
    /** So many nodes of the vocabulary are looked at for one question; it is then answered with no. */
    private static final int MOST_NODES = 4_000_000;

    private final Automaton automaton;
    private final TokenTrie trie;
    private final State[] path;
    /** By state: so many tokens were not enough, or were. */
    private final Map<State, Integer> tooFew = new HashMap<>();

    private final Map<State, Integer> enough = new HashMap<>();
    private int nodes;

    FewestTokens(Automaton automaton, TokenTrie trie) {
        this.automaton = automaton;
        this.trie = trie;
        path = new State[trie.deepest() + 1];
    }

    /** Whether so many tokens are enough. */
    boolean isWithin(State state, int tokens) {
        if (enough.getOrDefault(state, Integer.MAX_VALUE) <= tokens) {
            return true;
        }
        if (tooFew.getOrDefault(state, -1) >= tokens || !mayBeWithin(state, tokens)) {
            return false;
        }
        nodes = 0;
        int found = search(state, tokens);
        (found <= tokens ? enough : tooFew).put(state, Math.min(found, tokens));
        return found <= tokens;
    }

    /** No token has more bytes than the longest. */
    private boolean mayBeWithin(State state, int tokens) {
        return state.shortest <= (long) tokens * trie.deepest();
    }

    private int search(State from, int most) {
        Set<State> seen = new LinkedHashSet<>(Set.of(from));
        Set<State> level = Set.of(from);
        for (int taken = 0; taken <= most && !level.isEmpty(); taken++) {
            if (level.stream().anyMatch(state -> state.mayEnd)) {
                return taken;
            }
            Set<State> next = new LinkedHashSet<>();
            for (State state : level) {
                if (nodes < MOST_NODES) {
                    addBehind(state, most - taken - 1, next);
                }
            }
            next.removeAll(seen);
            seen.addAll(next);
            level = next;
        }
        return Integer.MAX_VALUE;
    }

    /** The states behind one token from which the end may still be reached. */
    private void addBehind(State from, int tokensLeft, Set<State> states) {
        path[0] = from;
        int node = 1;
        while (node < trie.nodes()) {
            nodes++;
            State next = automaton.next(path[trie.depth(node) - 1], trie.value(node));
            if (next.isDead()) {
                node = trie.end(node);
                continue;
            }
            if (trie.token(node) >= 0 && mayBeWithin(next, tokensLeft)) {
                states.add(next);
            }
            path[trie.depth(node)] = next;
            node++;
        }
    }
}
