package io.github.isotherm.grammar;

import io.github.isotherm.error.InvalidValueException;

/** A grammar, expression or schema that is malformed, or says what cannot be enforced. */
public final class GrammarException extends InvalidValueException {
    private static final long serialVersionUID = 1L;

    private final String keyword;
    private final String place;

    /**
     * What is wrong, and where.
     *
     * @param message one sentence
     * @param keyword the keyword or operator that it is about, empty for none
     * @param place where it stands: a JSON pointer, a line, a rule; empty where there is one place only
     */
    public GrammarException(String message, String keyword, String place) {
        super(message);
        this.keyword = keyword;
        this.place = place;
    }

    /**
     * What it is about.
     *
     * @return the keyword or operator, empty for none
     */
    public String keyword() {
        return keyword;
    }

    /**
     * Where it stands.
     *
     * @return a JSON pointer, a line, a rule; empty where there is one place only
     */
    public String place() {
        return place;
    }
}
