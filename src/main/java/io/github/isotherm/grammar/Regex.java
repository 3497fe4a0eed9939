package io.github.isotherm.grammar;

/**
 * Regular expressions as people write them, as expressions over bytes. Understood of ECMA-262: characters, {@code .},
 * classes, the escapes {@code \d \w \s \D \W \S \n \t \r \f \v \0 \cX \xHH \\uHHHH \\u{…}}, {@code \p} and {@code \P} with a
 * general category, a script or one of a few properties, groups of all kinds, {@code |}, quantifiers (greedy or not makes no
 * difference to which texts fit), {@code ^ $ \b \B}, looking ahead, and looking behind for one character: all exactly and
 * anywhere, in repetitions too. {@code i} and {@code s} are understood at the beginning, {@code (?i)…}, and for a group,
 * {@code (?i:…)}.
 *
 * <p>Refused by name: references back, looking behind for more than one character, {@code (?m)}, possessive and doubled
 * quantifiers, letters behind a backslash that ECMA-262 does not know. As in browsers, <code>{</code>, <code>}</code> and {@code ]}
 * that close or begin nothing are characters.
 *
 * <p>A text is one line of characters: {@code ^} and {@code $} are its beginning and its end. As with ECMA-262's flag {@code u}, a
 * character is a code point.
 */
public final class Regex {
    private Regex() {}

    /**
     * Texts that a pattern fits from the beginning to the end.
     *
     * @param pattern the regular expression
     * @param table makes the expressions
     * @param alphabet how characters are written
     * @return the language of these texts
     * @throws GrammarException where the pattern is malformed or says what is not supported; its place is a column, from 1
     * @throws GrammarLimitException where it takes more than the table's limits allow
     */
    public static Expression whole(String pattern, Expressions table, Alphabet alphabet) {
        RegexNode node = new RegexParser(pattern).whole();
        return new RegexCompiler(node, table, alphabet).whole(node);
    }

    /**
     * Texts in which a pattern fits somewhere, as JSON Schema's {@code pattern} means it.
     *
     * @param pattern the regular expression
     * @param table makes the expressions
     * @param alphabet how characters are written
     * @return the language of these texts
     * @throws GrammarException where the pattern is malformed or says what is not supported; its place is a column, from 1
     * @throws GrammarLimitException where it takes more than the table's limits allow
     */
    public static Expression searched(String pattern, Expressions table, Alphabet alphabet) {
        RegexNode node = new RegexParser(pattern).whole();
        return new RegexCompiler(node, table, alphabet).searched(node);
    }

    /**
     * A grammar of the texts that a pattern fits from the beginning to the end, as UTF-8.
     *
     * @param pattern the regular expression
     * @param limits how much it may take
     * @return the grammar
     * @throws GrammarException as {@link #whole}
     * @throws GrammarLimitException as {@link #whole}
     */
    public static Grammar grammar(String pattern, GrammarLimits limits) {
        Grammar.Builder builder = Grammar.builder(limits);
        Expressions table = builder.expressions();
        return builder.build(builder.expression(whole(pattern, table, Alphabet.utf8(table))));
    }
}
