package io.github.isotherm.examples;

import io.github.isotherm.Completion;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.sampling.StepTrace;
import io.github.isotherm.sampling.TraceOptions;
import java.nio.file.Path;

/** The README's completion. */
public final class CompletionExample {
    private CompletionExample() {}

    /**
     * Runs it.
     *
     * @param args none
     */
    public static void main(String[] args) {
        // tag::example
        try (LocalModel model = LocalModel.open(Path.of("models/smollm2-135m-instruct"))) {
            CompletionOptions options = CompletionOptions.defaults()
                    .temperature(0.8)
                    .topK(40)
                    .seed(42L)
                    .maxTokens(20);
            Completion completion = model.complete("This is a wonderful", options.trace(TraceOptions.top(3)));
            System.out.println(completion.text());
            System.out.println(completion.chain()); // temperature=0.8 > top-k=40 > top-p=0.9
            StepTrace first = completion.traces().get(0);
            System.out.println("ln p = " + first.logprobRaw() + " of the model, " + first.logprob() + " as drawn");
        }
        // end::example
    }
}
