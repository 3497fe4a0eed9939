package io.github.isotherm.langchain4j;

import io.github.isotherm.CompletionOptions;

/**
 * A checked request, ready to run.
 *
 * @param prompt the rendered conversation
 * @param options how to complete it
 * @param tools whether the answer may be calls of tools
 */
record ChatTurn(String prompt, CompletionOptions options, boolean tools) {}
