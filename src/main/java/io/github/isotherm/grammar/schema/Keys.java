package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.Expression;
import org.jspecify.annotations.Nullable;

/**
 * Which members of an object are meant.
 *
 * @param name the one, or null where there may be more
 * @param expression what stands between the quotes of their keys, in every spelling
 */
record Keys(@Nullable String name, Expression expression) {}
