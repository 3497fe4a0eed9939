/**
 * One prompt, exactly: the distribution of its next token at any temperature and under any chain, the probabilities of the
 * user's own words, and what a chain makes of given logits. Draws no text.
 */
@NullMarked
package io.github.isotherm.next;

import org.jspecify.annotations.NullMarked;
