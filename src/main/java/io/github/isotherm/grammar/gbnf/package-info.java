/** Grammars in llama.cpp's dialect GBNF. */
@NullMarked
package io.github.isotherm.grammar.gbnf;

import org.jspecify.annotations.NullMarked;
