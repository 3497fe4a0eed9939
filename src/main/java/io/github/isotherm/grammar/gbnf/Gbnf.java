package io.github.isotherm.grammar.gbnf;

import io.github.isotherm.grammar.Grammar;
import io.github.isotherm.grammar.GrammarException;
import io.github.isotherm.grammar.GrammarLimitException;
import io.github.isotherm.grammar.GrammarLimits;

/**
 * Grammars in GBNF, as llama.cpp's {@code grammars/README.md} describes it: rules {@code name ::= …}, literals, classes,
 * {@code .}, groups, {@code |}, repetitions, comments; the text is what the rule {@code root} stands for. A character is a code
 * point, as UTF-8; {@code .} and negated classes have ends of lines too.
 *
 * <p>More than llama.cpp: <code>{,m}</code>, any number of repetitions, {@code _} in names. Refused by name: rules that begin with
 * themselves, that are not there, or that are there twice, literal tokens ({@code <…>}, {@code !<…>}), and what other dialects
 * add.
 */
public final class Gbnf {
    private Gbnf() {}

    /**
     * Reads a grammar.
     *
     * @param source its text
     * @param limits how much it may take
     * @return the grammar
     * @throws GrammarException where it is malformed or says what is not supported; its place is a line and a column, from 1, or
     *     the name of a rule
     * @throws GrammarLimitException where it takes more than the limits allow
     */
    public static Grammar grammar(String source, GrammarLimits limits) {
        return grammar(source, "root", limits);
    }

    /**
     * Reads a grammar whose texts are what another rule than {@code root} stands for.
     *
     * @param source its text
     * @param root the name of that rule
     * @param limits how much it may take
     * @return the grammar
     * @throws GrammarException as {@link #grammar(String, GrammarLimits)}
     * @throws GrammarLimitException where it takes more than the limits allow
     */
    public static Grammar grammar(String source, String root, GrammarLimits limits) {
        return new GbnfParser(source, root, limits).grammar();
    }
}
