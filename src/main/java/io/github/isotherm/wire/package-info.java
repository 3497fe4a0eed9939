/**
 * What comes in as JSON and what answers it: the playground's requests and replies, lines of {@code apply}, saved runs, the
 * variables of a chat template. Every field of a stranger's JSON is checked here by name.
 */
@NullMarked
package io.github.isotherm.wire;

import org.jspecify.annotations.NullMarked;
