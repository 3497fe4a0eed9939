package io.github.isotherm.chat;

import io.github.isotherm.CompletionOptions;
import org.jspecify.annotations.Nullable;

/**
 * Options under which an answer is what it may be.
 *
 * @param options with a constraint where something is asked for
 * @param calls in what frame calls are certain before they are whole; null for none
 */
record HeldOptions(CompletionOptions options, @Nullable HeldFrame calls) {}
