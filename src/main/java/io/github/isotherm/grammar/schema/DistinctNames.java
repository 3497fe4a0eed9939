package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.Matcher;
import io.github.isotherm.grammar.TokenSet;
import io.github.isotherm.grammar.TokenTrie;

/**
 * A matcher of JSON in which no name comes twice in an object: those that a schema does not declare are free, and which of them were used is
 * more than a grammar remembers. Where nothing but a used name is left, as of names that a pattern makes few, it comes again.
 */
public final class DistinctNames implements Matcher {
    private final Matcher grammar;
    private final TokenTrie vocabulary;
    private final NameReader names;

    /**
     * Keeps names apart.
     *
     * @param grammar a matcher at the beginning of a JSON text, not to be used by others
     * @param vocabulary its tokens
     */
    public DistinctNames(Matcher grammar, TokenTrie vocabulary) {
        this(grammar, vocabulary, new NameReader());
    }

    /**
     * Keeps names apart in a text of which some is there.
     *
     * @param grammar a matcher behind that, not to be used by others
     * @param vocabulary its tokens
     * @param begun the first bytes of the text
     */
    public DistinctNames(Matcher grammar, TokenTrie vocabulary, byte[] begun) {
        this(grammar, vocabulary);
        names.read(begun);
    }

    private DistinctNames(Matcher grammar, TokenTrie vocabulary, NameReader names) {
        this.grammar = grammar;
        this.vocabulary = vocabulary;
        this.names = names;
    }

    @Override
    public Matcher copy() {
        return new DistinctNames(grammar.copy(), vocabulary, names.copy());
    }

    @Override
    public boolean accept(int token) {
        if (!grammar.accept(token)) {
            return false;
        }
        names.read(vocabulary.bytes(token));
        return true;
    }

    @Override
    public TokenSet allowed(int tokensLeft) {
        TokenSet allowed = grammar.allowed(tokensLeft);
        if (!names.mayRepeat()) {
            return allowed;
        }
        TokenSet sooner = sooner(tokensLeft, allowed);
        boolean tight = sooner.size() < allowed.size();
        TokenSet asked = vocabulary.quoted(tight || names.mayBecomeUsed() ? 1 : 2);
        TokenSet distinct = allowed.without(id -> repeats(id, sooner), asked);
        TokenSet apart = tight ? distinct.without(id -> true, longer(sooner, distinct)) : distinct;
        return apart.size() > 0 ? apart : distinct.size() > 0 ? distinct : allowed;
    }

    /** What may come where one token less is left. */
    private TokenSet sooner(int tokensLeft, TokenSet allowed) {
        if (tokensLeft == Integer.MAX_VALUE) {
            return allowed;
        }
        return tokensLeft - 1 < Math.max(1, grammar.leastTokens()) ? TokenSet.of() : grammar.allowed(tokensLeft - 1);
    }

    /** Whether a token ends a used name, or begins one that would have to be ended at once. */
    private boolean repeats(int id, TokenSet sooner) {
        NameReader behind = names.copy();
        return !behind.read(vocabulary.bytes(id)) || (behind.isUsed() && !sooner.contains(id));
    }

    /** Tokens that make the name a used one, where there is no time to make it longer. */
    private TokenSet longer(TokenSet sooner, TokenSet distinct) {
        long[] ids = new long[(vocabulary.vocabularySize() + 63) >>> 6];
        for (byte[] rest : names.restsOfUsed()) {
            vocabulary.addTokens(rest, ids);
        }
        return TokenSet.of(ids).without(id -> sooner.contains(id) || !distinct.contains(id));
    }

    @Override
    public boolean mayEnd() {
        return grammar.mayEnd();
    }

    @Override
    public int leastTokens() {
        return grammar.leastTokens();
    }

    @Override
    public byte[] forcedBytes() {
        return names.mayRepeat() ? new byte[0] : grammar.forcedBytes();
    }
}
