package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.Expression;

/** What stands for markup in a grammar: its text, or special tokens. */
@FunctionalInterface
public interface Markup {
    /**
     * Some markup.
     *
     * @param text with the names of special tokens
     * @return what is written
     */
    Expression of(String text);
}
