package io.github.isotherm.compare;

import io.github.isotherm.generate.ForkedCompletions;
import io.github.isotherm.generate.GenerationResult;
import io.github.isotherm.next.PromptContext;
import io.github.isotherm.next.TemperatureChain;
import io.github.isotherm.sampling.ProcessorChain;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Completions at several temperatures, side by side.
 *
 * @param comparison what was asked for
 * @param groups one a temperature, in the order asked for
 */
public record ComparedCompletions(Comparison comparison, List<Group> groups) {
    /** Copies the list. */
    public ComparedCompletions {
        groups = List.copyOf(groups);
    }

    /**
     * The completions at one temperature.
     *
     * @param temperature T
     * @param chain the chain they are made by
     * @param samples the completions; sample n of every group is drawn from the same uniforms
     * @param statistics of the samples
     * @param firstToken how the samples' first tokens fit the exact distribution; null when cancelled before them
     */
    public record Group(
            double temperature,
            ProcessorChain chain,
            List<GenerationResult> samples,
            SampleStatistics statistics,
            @Nullable FirstTokenFit firstToken) {
        /** Copies the list. */
        public Group {
            samples = List.copyOf(samples);
        }
    }

    /**
     * Puts completions beside each other.
     *
     * @param comparison what was asked for
     * @param prompt the prompt, and what processors may know beside it
     * @param result of {@link Comparison#requests}, in their order
     * @return the groups
     */
    public static ComparedCompletions of(Comparison comparison, PromptContext prompt, ForkedCompletions result) {
        List<Group> groups = new ArrayList<>();
        int from = 0;
        for (double temperature : comparison.temperatures()) {
            ProcessorChain chain = TemperatureChain.at(comparison.chain(), temperature);
            List<GenerationResult> samples = result.completions().subList(from, from + comparison.samples());
            FirstTokenFit fit = result.promptLogits().length == 0
                    ? null
                    : FirstTokenFit.of(result.promptLogits(), chain, prompt, comparison.maxTokens(), samples);
            groups.add(new Group(temperature, chain, samples, SampleStatistics.of(samples), fit));
            from += comparison.samples();
        }
        return new ComparedCompletions(comparison, groups);
    }
}
