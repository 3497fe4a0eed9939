package io.github.isotherm.grammar;

import java.io.ByteArrayOutputStream;
import java.util.Optional;

/**
 * A grammar over a vocabulary: what texts of tokens may be. Shared by any number of texts at once; what it learns while they are
 * written serves all of them.
 */
public final class Constraint {
    /** More bytes than are looked ahead. */
    private static final int LONGEST_RUN = 512;

    private final Automaton automaton;
    private final Masks masks;
    private final Endings endings;
    private final FewestTokens fewest;
    private final TokenTrie trie;

    private Constraint(Grammar grammar, TokenTrie trie) {
        automaton = new Automaton(grammar);
        this.trie = trie;
        masks = new Masks(grammar, automaton, trie);
        endings = new Endings(grammar, automaton, trie);
        fewest = new FewestTokens(automaton, trie);
    }

    /**
     * Binds a grammar to a vocabulary.
     *
     * @param grammar of this constraint alone
     * @param trie the vocabulary
     * @return the constraint
     */
    public static Constraint of(Grammar grammar, TokenTrie trie) {
        return new Constraint(grammar, trie);
    }

    /**
     * Whether so much was learnt while texts were written that another text may come to a limit: then it is better compiled anew. Texts that
     * have begun go on.
     *
     * @return true from a quarter of the states on
     */
    public synchronized boolean isWorn() {
        return automaton.isWorn();
    }

    /**
     * A text that begins.
     *
     * @return its matcher
     */
    public Matcher matcher() {
        return new Place(automaton.start());
    }

    /**
     * A text of which some is there.
     *
     * @param begun its first bytes
     * @return its matcher; empty where no text that fits begins so
     */
    public synchronized Optional<Matcher> matcher(byte[] begun) {
        State at = automaton.start();
        for (int i = 0; i < begun.length && !at.isDead(); i++) {
            at = automaton.next(at, begun[i] & 0xFF);
        }
        return at.isDead() ? Optional.empty() : Optional.of(new Place(at));
    }

    /**
     * Whether a text of bytes fits, and may end.
     *
     * @param text its bytes
     * @return how many of them fit; one more than there are where all do and the text may end there
     */
    public synchronized int fitting(byte[] text) {
        State at = automaton.start();
        for (int i = 0; i < text.length; i++) {
            at = automaton.next(at, text[i] & 0xFF);
            if (at.isDead()) {
                return i;
            }
        }
        return at.mayEnd ? text.length + 1 : text.length;
    }

    private synchronized State behind(State from, int token) {
        State at = from;
        if (token < 0 || token >= trie.vocabularySize() || trie.bytes(token).length == 0) {
            return automaton.dead();
        }
        for (byte value : trie.bytes(token)) {
            at = automaton.next(at, value & 0xFF);
            if (at.isDead()) {
                return at;
            }
        }
        return at;
    }

    private synchronized TokenSet allowed(State state, int tokensLeft) {
        Masks.Mask mask = masks.of(state);
        if (endsInTime(mask, tokensLeft)) {
            return mask.ids();
        }
        if (endings.isWithin(state, tokensLeft)) {
            return masks.within(state, tokensLeft, endings::isWithin);
        }
        fewest.begin();
        return fewest.isWithin(state, tokensLeft) ? masks.within(state, tokensLeft, fewest::isWithin) : TokenSet.of();
    }

    private boolean endsInTime(Masks.Mask mask, int tokensLeft) {
        return tokensLeft == Integer.MAX_VALUE || (mask.longest() <= tokensLeft - 1 && endings.bytesSuffice());
    }

    private synchronized byte[] forcedBytes(State from) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        State at = from;
        for (int only = onlyByte(at); only >= 0 && bytes.size() < LONGEST_RUN; only = onlyByte(at)) {
            bytes.write(only);
            at = automaton.next(at, only);
        }
        return bytes.toByteArray();
    }

    /** The only byte that may come next; -1 where there are others, or the text may end. */
    private int onlyByte(State at) {
        int only = -1;
        for (int value = 0; value < 256 && !at.mayEnd; value++) {
            if (!automaton.next(at, value).isDead()) {
                if (only >= 0) {
                    return -1;
                }
                only = value;
            }
        }
        return only;
    }

    private synchronized int leastTokens(State state) {
        return endings.tokens(state);
    }

    /** Where one text stands. */
    private final class Place implements Matcher {
        private State state;

        Place(State state) {
            this.state = state;
        }

        @Override
        public Matcher copy() {
            return new Place(state);
        }

        @Override
        public boolean accept(int token) {
            State next = behind(state, token);
            if (next.isDead()) {
                return false;
            }
            state = next;
            return true;
        }

        @Override
        public TokenSet allowed(int tokensLeft) {
            return Constraint.this.allowed(state, tokensLeft);
        }

        @Override
        public boolean mayEnd() {
            return state.mayEnd;
        }

        @Override
        public byte[] forcedBytes() {
            return Constraint.this.forcedBytes(state);
        }

        @Override
        public int leastTokens() {
            return Constraint.this.leastTokens(state);
        }
    }
}
