package io.github.isotherm.sampling;

/**
 * What each token id stands for. Ids the tokenizer does not know (a model's padded vocabulary) have empty text.
 */
public interface Vocabulary {
    /**
     * The number of ids.
     *
     * @return tokens, added and special ones included
     */
    int size();

    /**
     * The bytes a token adds to a text.
     *
     * @param id the token id
     * @return UTF-8 bytes, possibly a part of a character; for a special token those of its name
     */
    byte[] bytes(int id);

    /**
     * The token for display: bytes that are no complete character are written {@code <0xF0>}.
     *
     * @param id the token id
     * @return its text
     */
    String text(int id);

    /**
     * Whether a token is a control token that is not part of the text.
     *
     * @param id the token id
     * @return true for special tokens such as end-of-sequence
     */
    boolean isSpecial(int id);

    /**
     * Whether a tokenizer takes a token out of a text by its name before all else: special ones, and others that were added
     * to a model's vocabulary, such as {@code <tool_call>}.
     *
     * @param id the token id
     * @return true for special tokens, and for others where that is known
     */
    default boolean isAdded(int id) {
        return isSpecial(id);
    }
}
