package io.github.isotherm.serve;

import io.github.isotherm.wire.openai.endpoint.Models;
import java.time.Clock;
import java.util.concurrent.Executor;

/**
 * What endpoints work with.
 *
 * @param models the models by name
 * @param workers threads that may block; what a model tells is received on them
 * @param clock says when something was made
 * @param processed whether log-probabilities are those of the distribution drawn from unless a request says otherwise
 */
record Serving(Models models, Executor workers, Clock clock, boolean processed) {}
