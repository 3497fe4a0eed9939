/**
 * JSON Schema (2020-12, draft-07 and what older ones share with them) as a {@link io.github.isotherm.grammar.Grammar}: what
 * the schema says is enforced, or refused by keyword and place.
 */
@NullMarked
package io.github.isotherm.grammar.schema;

import org.jspecify.annotations.NullMarked;
