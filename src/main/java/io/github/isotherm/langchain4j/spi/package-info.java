/** Factories that frameworks implement to replace the builders. */
@NullMarked
package io.github.isotherm.langchain4j.spi;

import org.jspecify.annotations.NullMarked;
