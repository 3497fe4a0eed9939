package io.github.isotherm.tokenizer;

import io.github.isotherm.sampling.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/** The vocabulary of a tokenizer.json. Immutable. */
public final class TokenizerVocabulary implements Vocabulary {
    private final List<String> tokens;
    private final BitSet special;
    private final BitSet added;
    private final TokenAlphabet alphabet;

    /**
     * A vocabulary.
     *
     * @param tokens the tokens as the file writes them, by id; an empty string where an id has no token
     * @param specialIds ids of control tokens, which are written as themselves
     * @param alphabet how the other tokens are written, added ones too, as a decoder reads them
     */
    public TokenizerVocabulary(List<String> tokens, Collection<Integer> specialIds, TokenAlphabet alphabet) {
        this(tokens, specialIds, specialIds, alphabet);
    }

    /**
     * A vocabulary with tokens that are found by their names and are not control tokens.
     *
     * @param tokens the tokens as the file writes them, by id; an empty string where an id has no token
     * @param specialIds ids of control tokens, which are written as themselves
     * @param addedIds ids of tokens that are found by their names
     * @param alphabet how the other tokens are written, added ones too, as a decoder reads them
     */
    public TokenizerVocabulary(
            List<String> tokens, Collection<Integer> specialIds, Collection<Integer> addedIds, TokenAlphabet alphabet) {
        this.tokens = List.copyOf(tokens);
        this.special = bits(specialIds);
        this.added = bits(addedIds);
        this.alphabet = alphabet;
    }

    private static BitSet bits(Collection<Integer> ids) {
        BitSet bits = new BitSet();
        ids.forEach(bits::set);
        return bits;
    }

    @Override
    public int size() {
        return tokens.size();
    }

    @Override
    public byte[] bytes(int id) {
        if (id < 0 || id >= tokens.size()) {
            return new byte[0];
        }
        String token = tokens.get(id);
        return special.get(id) ? token.getBytes(StandardCharsets.UTF_8) : alphabet.bytes(token);
    }

    @Override
    public String text(int id) {
        return DisplayText.of(bytes(id));
    }

    @Override
    public boolean isSpecial(int id) {
        return id >= 0 && special.get(id);
    }

    @Override
    public boolean isAdded(int id) {
        return isSpecial(id) || (id >= 0 && added.get(id));
    }
}
