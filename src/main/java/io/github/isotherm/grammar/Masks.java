package io.github.isotherm.grammar;

/**
 * Which tokens may come where. A state's are those inside the expressions on top of its readings, and those that leave one and
 * go on below it. Each is worked out once. Mutable; its users take turns.
 */
final class Masks {
    /**
     * Which tokens a state allows.
     *
     * @param ids those
     * @param longest the shortest end behind one of them, where that is longest; bytes
     */
    record Mask(TokenSet ids, long longest) {}

    /** Whether a text can be ended with so many tokens. */
    @FunctionalInterface
    interface EndsWithin {
        boolean isWithin(State state, int tokens);
    }

    private final Automaton automaton;
    private final TokenTrie trie;
    private final InsideMasks inside;
    private final State[] path;

    Masks(Grammar grammar, Automaton automaton, TokenTrie trie) {
        this.automaton = automaton;
        this.trie = trie;
        inside = new InsideMasks(grammar.expressions(), trie);
        path = new State[trie.deepest() + 1];
    }

    Mask of(State state) {
        Mask there = state.mask;
        if (there == null) {
            there = made(state);
            state.mask = there;
        }
        return there;
    }

    private Mask made(State state) {
        if (state.stacks.length == 1) {
            Stack only = state.stacks[0];
            InsideMask mask = inside.of(Grammar.present(only.top.expression));
            if (mask.exits.length == 0 || only.below == null) {
                return new Mask(mask.ids, mask.longest + (only.below == null ? 0 : only.below.shortest));
            }
        }
        return joined(state);
    }

    private Mask joined(State state) {
        long[] ids = trie.noTokens();
        long longest = 0;
        for (Stack stack : state.stacks) {
            InsideMask mask = inside.of(Grammar.present(stack.top.expression));
            mask.ids.addTo(ids);
            long below = stack.below == null ? 0 : stack.below.shortest;
            longest = Math.max(longest, mask.longest + below);
            if (mask.exits.length > 0 && stack.below != null) {
                longest = Math.max(longest, addBehind(mask, automaton.behind(stack), ids));
            }
        }
        return new Mask(new TokenSet(ids), longest);
    }

    private long addBehind(InsideMask mask, State behind, long[] ids) {
        long longest = 0;
        if (behind.stacks.length > 0) {
            for (int exit : mask.exits) {
                longest = Math.max(longest, addBelow(exit, behind, ids));
            }
        }
        return longest;
    }

    /** Tokens below a node that go on from a state. */
    private long addBelow(int root, State from, long[] ids) {
        long longest = 0;
        path[trie.depth(root)] = from;
        int node = root + 1;
        while (node < trie.end(root)) {
            State next = automaton.next(path[trie.depth(node) - 1], trie.value(node));
            if (next.isDead()) {
                node = trie.end(node);
                continue;
            }
            if (trie.token(node) >= 0) {
                trie.addTokens(node, ids);
                longest = Math.max(longest, next.shortest);
            }
            path[trie.depth(node)] = next;
            node++;
        }
        return longest;
    }

    /** Only those behind which the text can still be ended with so many tokens. */
    TokenSet within(State state, int tokensLeft, EndsWithin ends) {
        long[] ids = trie.noTokens();
        path[0] = state;
        int node = 1;
        while (node < trie.nodes()) {
            State next = automaton.next(path[trie.depth(node) - 1], trie.value(node));
            if (next.isDead()) {
                node = trie.end(node);
                continue;
            }
            if (trie.token(node) >= 0 && ends.isWithin(next, tokensLeft - 1)) {
                trie.addTokens(node, ids);
            }
            path[trie.depth(node)] = next;
            node++;
        }
        return new TokenSet(ids);
    }
}
