/**
 * What may come next: languages of bytes, what is left of them after some bytes, and which tokens of a vocabulary stay inside.
 * Knows bytes and ids, no logits.
 *
 * <p>Languages: {@link io.github.isotherm.grammar.ByteSet}, {@link io.github.isotherm.grammar.BytePartition}, {@link
 * io.github.isotherm.grammar.Expression} and the {@link io.github.isotherm.grammar.Expressions} they are made by, {@link
 * io.github.isotherm.grammar.Utf8}. How people write them: {@link io.github.isotherm.grammar.Regex} over the {@link
 * io.github.isotherm.grammar.CodePoints} of an {@link io.github.isotherm.grammar.Alphabet}, {@link
 * io.github.isotherm.grammar.Choice}, and {@code gbnf}.
 */
@NullMarked
package io.github.isotherm.grammar;

import org.jspecify.annotations.NullMarked;
