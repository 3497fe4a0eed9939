package io.github.isotherm.spark;

import io.github.isotherm.CompletionOptions;
import io.github.isotherm.sampling.TraceOptions;

/** What is asked on Spark and without it. */
final class Stories {
    static final CompletionOptions OPTIONS =
            CompletionOptions.defaults().temperature(1).maxTokens(3).seed(22L).trace(TraceOptions.TOKENS);

    private Stories() {}

    static String prompt(long id) {
        return "story " + id + " begins with";
    }
}
