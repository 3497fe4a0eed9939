/**
 * What stands in conversations beside text: tools and calls of them, thinking; told to a model in its own words and read from
 * its answers. Knows no vendor's types: the adapters translate.
 */
@NullMarked
package io.github.isotherm.chat;

import org.jspecify.annotations.NullMarked;
