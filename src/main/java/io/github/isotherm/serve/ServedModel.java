package io.github.isotherm.serve;

import io.github.isotherm.LocalModel;

/**
 * A model that is open and stays so while the request that it was asked for lasts.
 *
 * @param name what requests call it
 * @param model answers
 */
record ServedModel(String name, LocalModel model) {}
