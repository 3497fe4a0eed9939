package io.github.isotherm.examples;

import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.processors.RepetitionPenalty;
import io.github.isotherm.sampling.processors.Temperature;
import io.github.isotherm.sampling.processors.TopP;

/** The README's processor. */
public final class CustomProcessorExample {
    private CustomProcessorExample() {}

    /**
     * Runs it.
     *
     * @param args none
     */
    public static void main(String[] args) {
        try (LocalModel model = LocalModel.openBundled()) {
            // tag::example
            LogitsProcessor noExamples = (candidates, context) -> {
                for (int i = 0; i < candidates.size(); i++) {
                    if (model.vocabulary().text(candidates.id(i)).contains("example")) {
                        candidates.logit(i, Double.NEGATIVE_INFINITY); // dropped for everything after it
                    }
                }
            };
            ProcessorChain chain = ProcessorChain.of(new RepetitionPenalty(1.1))
                    .then("no-examples", noExamples)
                    .then(new Temperature(0.8))
                    .then(new TopP(0.95));
            CompletionOptions options =
                    CompletionOptions.defaults().chain(chain).seed(42L);
            System.out.println(model.complete("This is a wonderful", options).text());
            // end::example
        }
    }
}
