/** LangChain4j over a local model: every request parameter is honoured or refused, none ignored. */
@NullMarked
package io.github.isotherm.langchain4j;

import org.jspecify.annotations.NullMarked;
