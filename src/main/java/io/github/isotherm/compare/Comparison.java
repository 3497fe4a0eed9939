package io.github.isotherm.compare;

import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.Sentence;
import io.github.isotherm.generate.GenerationRequest;
import io.github.isotherm.next.TemperatureChain;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.TraceOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Completions of one prompt at several temperatures, several samples each, with common random numbers: sample n draws its
 * tokens at every temperature from the same uniforms, so what differs is due to the temperature and not to luck.
 *
 * @param chain the processors beside temperature, in order; its own temperature is exchanged
 * @param temperatures each ≥ 0, at least one
 * @param samples completions a temperature, ≥ 1
 * @param seed the key of the draws, in [0, 2^53)
 * @param maxTokens the most tokens of a completion, ≥ 1
 * @param stopStrings texts that end a completion and are left out of it
 * @param stopTokenIds ids that end a completion beside the model's own ends, and are left out of it
 * @param branched how many ids at the end of the prompt were forced as if they had been drawn; a constraint begins before them
 */
public record Comparison(
        ProcessorChain chain,
        List<Double> temperatures,
        int samples,
        long seed,
        int maxTokens,
        List<String> stopStrings,
        List<Integer> stopTokenIds,
        int branched) {
    /** So many completions at most, to bound time and memory. */
    private static final int MOST = 1024;

    /**
     * A comparison that ends where the model's own ends and stop strings are.
     *
     * @param chain the processors beside temperature, in order; its own temperature is exchanged
     * @param temperatures each ≥ 0, at least one
     * @param samples completions a temperature, ≥ 1
     * @param seed the key of the draws, in [0, 2^53)
     * @param maxTokens the most tokens of a completion, ≥ 1
     * @param stopStrings texts that end a completion and are left out of it
     */
    public Comparison(
            ProcessorChain chain,
            List<Double> temperatures,
            int samples,
            long seed,
            int maxTokens,
            List<String> stopStrings) {
        this(chain, temperatures, samples, seed, maxTokens, stopStrings, List.of(), 0);
    }

    /**
     * The same comparison under another chain.
     *
     * @param value the chain
     * @return the changed comparison
     */
    public Comparison withChain(ProcessorChain value) {
        return new Comparison(value, temperatures, samples, seed, maxTokens, stopStrings, stopTokenIds, branched);
    }

    /**
     * The same comparison from other draws.
     *
     * @param value the key of the draws, in [0, 2^53)
     * @return the changed comparison
     */
    public Comparison withSeed(long value) {
        return new Comparison(chain, temperatures, samples, value, maxTokens, stopStrings, stopTokenIds, branched);
    }

    /**
     * The same comparison behind a branch.
     *
     * @param ids how many ids at the end of the prompt are the branch's, ≥ 0
     * @return the changed comparison
     */
    public Comparison withBranched(int ids) {
        return new Comparison(chain, temperatures, samples, seed, maxTokens, stopStrings, stopTokenIds, ids);
    }

    /** Checks the ranges. */
    public Comparison {
        temperatures = List.copyOf(temperatures);
        stopStrings = List.copyOf(stopStrings);
        stopTokenIds = List.copyOf(stopTokenIds);
        if (temperatures.isEmpty()) {
            throw new InvalidValueException(
                    Sentence.of("temperatures.none", "No temperature is given but at least one is needed, such as 1."));
        }
        temperatures.forEach(t -> TemperatureChain.at(ProcessorChain.EMPTY, t));
        Checks.atLeast("samples", samples, 1);
        Checks.seed(seed);
        Checks.atLeast("max-tokens", maxTokens, 1);
        Checks.atLeast("branched", branched, 0);
        if ((long) samples * temperatures.size() > MOST) {
            throw new InvalidValueException(Sentence.of(
                    "samples.too-many",
                    "{samples} samples at {temperatures} temperatures are {completions} completions but must be at most"
                            + " {most}; take fewer.",
                    "samples",
                    samples,
                    "temperatures",
                    temperatures.size(),
                    "completions",
                    (long) samples * temperatures.size(),
                    "most",
                    MOST));
        }
    }

    /**
     * One request a completion: all samples of the first temperature, then those of the next.
     *
     * @param prompt the prompt's ids
     * @param endOfSequence ids that end a completion
     * @return temperatures × samples requests
     */
    public List<GenerationRequest> requests(int[] prompt, List<Integer> endOfSequence) {
        List<GenerationRequest> requests = new ArrayList<>();
        int[] shared = Arrays.copyOf(prompt, prompt.length);
        for (double temperature : temperatures) {
            for (int sample = 0; sample < samples; sample++) {
                requests.add(GenerationRequest.of(shared)
                        .answerStart(prompt.length - branched)
                        .chain(TemperatureChain.at(chain, temperature))
                        .seed(seed)
                        .sample(sample)
                        .maxTokens(maxTokens)
                        .stopStrings(stopStrings)
                        .endOfSequence(endOfSequence)
                        .trace(TraceOptions.TOKENS)
                        .build());
            }
        }
        return requests;
    }
}
