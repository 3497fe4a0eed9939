package io.github.isotherm.generate;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a model file is made of.
 *
 * @param file the graph
 * @param layout how it is exported ("graph with a cache", "pair of graphs", …)
 * @param inputs what it takes
 * @param outputs what it gives
 * @param states how each kind of state is held ("shared buffer", "two buffers", "fixed size") and how many there are; empty
 *     for a graph without a cache
 * @param stepwise whether it takes one token at a time once there is a past
 * @param running in one sentence, which sequences share a run, and whether one prefix gives one distribution
 * @param activations in one sentence, what becomes of the numbers that weights are multiplied with
 * @param operators how many nodes of each operator, those of branches included, by name
 * @param quantisation what weights are stored with fewer bits, and how
 * @param weightFiles the files of weights beside the graph, with their bytes
 * @param hints sentences on what makes it slow, and on attributes that were left out when it was loaded
 */
public record ModelDescription(
        Path file,
        String layout,
        List<Tensor> inputs,
        List<Tensor> outputs,
        Map<String, Integer> states,
        boolean stepwise,
        String running,
        String activations,
        Map<String, Integer> operators,
        List<Quantisation> quantisation,
        Map<Path, Long> weightFiles,
        List<String> hints) {

    /** Copies the collections. */
    public ModelDescription {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        states = Map.copyOf(states);
        operators = Map.copyOf(operators);
        quantisation = List.copyOf(quantisation);
        weightFiles = Map.copyOf(weightFiles);
        hints = List.copyOf(hints);
    }

    /**
     * An input or output.
     *
     * @param name its name
     * @param type the type of its numbers
     * @param dims its dimensions: a number, or the graph's name of it, or "?"
     */
    public record Tensor(String name, String type, List<String> dims) {
        /** Copies the list. */
        public Tensor {
            dims = List.copyOf(dims);
        }
    }

    /**
     * Nodes that work on weights of few bits in the same way.
     *
     * @param operator the operator
     * @param bits bits per weight
     * @param block weights that share a scale, 0 where the operator does not say
     * @param accuracyLevel 4: activations are rounded to 8 bits, which is several times faster; 0: not said
     * @param nodes how many there are
     */
    public record Quantisation(String operator, int bits, int block, int accuracyLevel, int nodes) {}
}
