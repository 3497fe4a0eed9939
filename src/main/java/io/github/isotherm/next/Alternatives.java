package io.github.isotherm.next;

import io.github.isotherm.error.Checks;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.ProcessorChain;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What could stand at one place of a text, and how probable each of it is at several temperatures.
 *
 * @param temperatures in the order asked for
 * @param tokens the most probable ones at the first temperature, best first, then those asked about beside them
 */
public record Alternatives(List<Double> temperatures, List<Token> tokens) {
    /** Copies the lists. */
    public Alternatives {
        temperatures = List.copyOf(temperatures);
        tokens = List.copyOf(tokens);
    }

    /**
     * One token.
     *
     * @param id the token
     * @param probabilities after the chain, over the whole vocabulary, one a temperature; 0 where the chain drops it
     */
    public record Token(int id, List<Double> probabilities) {
        /** Copies the list. */
        public Token {
            probabilities = List.copyOf(probabilities);
        }
    }

    /**
     * Looks at a place.
     *
     * @param logits the model's logits there, {@code [vocabulary]}
     * @param prompt everything before the place, and what processors may know beside it
     * @param chain the processors beside temperature, in order; its own temperature is exchanged
     * @param temperatures each ≥ 0, at least one
     * @param top how many of the most probable tokens at the first temperature to list, ≥ 0; fewer where the chain leaves fewer
     * @param watched ids of the vocabulary to list too
     * @return the alternatives
     */
    public static Alternatives of(
            float[] logits,
            PromptContext prompt,
            ProcessorChain chain,
            List<Double> temperatures,
            int top,
            List<Integer> watched) {
        Checks.atLeast("top", top, 0);
        Candidates buffer = new Candidates(logits.length);
        Set<Integer> ids = mostProbable(processed(buffer, logits, prompt, chain, temperatures.get(0)), top);
        ids.addAll(watched);
        List<List<Double>> probabilities = new ArrayList<>();
        ids.forEach(id -> probabilities.add(new ArrayList<>()));
        for (double temperature : temperatures) {
            processed(buffer, logits, prompt, chain, temperature);
            int token = 0;
            for (int id : ids) {
                int i = buffer.indexOf(id);
                probabilities.get(token++).add(i < 0 ? 0 : buffer.probability(i));
            }
        }
        List<Token> tokens = new ArrayList<>();
        for (int id : ids) {
            tokens.add(new Token(id, probabilities.get(tokens.size())));
        }
        return new Alternatives(temperatures, tokens);
    }

    private static Candidates processed(
            Candidates buffer, float[] logits, PromptContext prompt, ProcessorChain chain, double temperature) {
        TemperatureChain.at(chain, temperature).forRow().process(buffer.load(logits), prompt.first());
        return buffer;
    }

    private static Set<Integer> mostProbable(Candidates buffer, int top) {
        Set<Integer> ids = new LinkedHashSet<>();
        int count = Math.min(top, buffer.size());
        int[] order = buffer.largest(count);
        for (int rank = 0; rank < count; rank++) {
            ids.add(buffer.id(order[rank]));
        }
        return ids;
    }
}
