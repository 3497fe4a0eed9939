package io.github.isotherm.grammar;

/**
 * Reads the tokens of one text and says which may come next. Mutable; serves one text. An own one works wherever a grammar
 * does.
 */
public interface Matcher {
    /**
     * The same place, to go on from by itself.
     *
     * @return a copy, in constant time
     */
    Matcher copy();

    /**
     * Takes a token.
     *
     * @param token an id
     * @return false, and nothing changed, where it may not come here
     */
    boolean accept(int token);

    /**
     * Which tokens may come next.
     *
     * @param tokensLeft how many may still be written, the next one included, ≥ 1; where the text could not be ended
     *     in time behind a token, that is not allowed
     * @return the ids; not to be changed
     */
    TokenSet allowed(int tokensLeft);

    /**
     * Whether the text may end here.
     *
     * @return true where what was taken is a whole text
     */
    boolean mayEnd();

    /**
     * How many tokens are enough to end the text.
     *
     * @return tokens, 0 where it may end; {@link Integer#MAX_VALUE} where no number is
     */
    int leastTokens();

    /**
     * The bytes that must come next, as no others may; for readers that run ahead of the model.
     *
     * @return none where several may come or the text may end; and none where nobody looked
     */
    default byte[] forcedBytes() {
        return new byte[0];
    }

    /**
     * The one token that may come next.
     *
     * @return its id; -1 where several may, or the text may end
     */
    default int forced() {
        if (mayEnd()) {
            return -1;
        }
        TokenSet allowed = allowed(Integer.MAX_VALUE);
        return allowed.size() == 1 ? allowed.first() : -1;
    }
}
