package io.github.isotherm.sampling.processors;

import io.github.isotherm.grammar.Grammar;
import io.github.isotherm.grammar.GrammarLimits;
import io.github.isotherm.grammar.Regex;

/**
 * Keeps the tokens behind which the whole text can still match a regular expression; see {@link TextConstraint}.
 *
 * <p>There is no off-value.
 *
 * <p>Example: with {@code [0-9]{4}} a text is four digits, and the tokens "19" and "7" may begin it but not "a".
 *
 * @param pattern ECMA-262's, without back-references; matched against the whole text, whether or not it is anchored
 */
public record RegexConstraint(String pattern) implements GrammarConstraint {
    /**
     * Compiles it, to be told what is wrong.
     *
     * @throws io.github.isotherm.grammar.GrammarException when it is malformed, or asks for what is not regular
     */
    public RegexConstraint {
        GrammarConstraint.refuseEmpty("regex", compiled(pattern));
    }

    @Override
    public Grammar compiled() {
        return compiled(pattern);
    }

    private static Grammar compiled(String pattern) {
        return Regex.grammar(pattern, GrammarLimits.DEFAULTS);
    }
}
