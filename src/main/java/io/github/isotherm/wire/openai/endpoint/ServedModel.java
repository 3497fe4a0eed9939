package io.github.isotherm.wire.openai.endpoint;

import io.github.isotherm.LocalModel;

/**
 * A model that is open and stays so while the request that it was asked for lasts.
 *
 * @param name what requests call it
 * @param model answers
 */
public record ServedModel(String name, LocalModel model) {}
