package io.github.isotherm.grammar;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether a text can be ended with so many tokens at all, by any way: level by level, each state once. Needed only where the way of
 * fewest bytes takes too many tokens, as of "xq" and "information" the second may be the one that is a single token.
 */
final class FewestTokens {
    /** So many nodes of the vocabulary are looked at for one mask; what was not found then is taken for no end. */
    private static final int MOST_NODES = 4_000_000;

    /** And so many states behind tokens: each may be a new one, which takes longer than many nodes. */
    private static final int MOST_STATES = 5_000;

    private final Automaton automaton;
    private final TokenTrie trie;
    private final State[] path;
    /** By state: so many tokens were not enough, or were. */
    private final Map<State, Integer> tooFew = new HashMap<>();

    private final Map<State, Integer> enough = new HashMap<>();
    private int nodes;
    private int states;

    FewestTokens(Automaton automaton, TokenTrie trie) {
        this.automaton = automaton;
        this.trie = trie;
        path = new State[trie.deepest() + 1];
    }

    /** Begins a mask. */
    void begin() {
        nodes = 0;
        states = 0;
    }

    private boolean isEnough() {
        return nodes >= MOST_NODES || states >= MOST_STATES;
    }

    /** Whether so many tokens are enough. */
    boolean isWithin(State state, int tokens) {
        if (state.mayEnd || enough.getOrDefault(state, Integer.MAX_VALUE) <= tokens) {
            return true;
        }
        if (tooFew.getOrDefault(state, -1) >= tokens || !mayBeWithin(state, tokens) || isEnough()) {
            return false;
        }
        boolean found = search(state, tokens);
        if (!found && !isEnough()) {
            tooFew.put(state, tokens);
        }
        return found;
    }

    /** No token has more bytes than the longest. */
    private boolean mayBeWithin(State state, int tokens) {
        return state.shortest <= (long) tokens * trie.deepest();
    }

    private boolean search(State from, int most) {
        Map<State, State> cameFrom = new HashMap<>();
        cameFrom.put(from, from);
        List<State> level = List.of(from);
        for (int taken = 0; taken < most && !level.isEmpty(); taken++) {
            List<State> next = new ArrayList<>();
            for (State state : level) {
                if (isEnough()) {
                    return false;
                }
                for (State behind : behind(state, most - taken - 1)) {
                    if (cameFrom.putIfAbsent(behind, state) == null) {
                        states++;
                        next.add(behind);
                    }
                    if (behind.mayEnd) {
                        noteWay(behind, from, cameFrom);
                        return true;
                    }
                }
            }
            level = next;
        }
        return false;
    }

    /** Each state of a way to the end is nearer to it than the one before. */
    private void noteWay(State end, State from, Map<State, State> cameFrom) {
        int tokens = 0;
        for (State at = end; at != from; at = Grammar.present(cameFrom.get(at))) {
            enough.merge(at, tokens, Math::min);
            tokens++;
        }
        enough.merge(from, tokens, Math::min);
    }

    /** The states behind one token from which the end may still be reached. */
    private Set<State> behind(State from, int tokensLeft) {
        Set<State> states = new LinkedHashSet<>();
        path[0] = from;
        int node = 1;
        while (node < trie.nodes() && !isEnough()) {
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
        return states;
    }
}
