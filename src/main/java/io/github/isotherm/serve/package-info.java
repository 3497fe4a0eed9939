/** The OpenAI-compatible server; the only package that imports Netty. */
@NullMarked
package io.github.isotherm.serve;

import org.jspecify.annotations.NullMarked;
