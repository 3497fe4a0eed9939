package io.github.isotherm.onnx;

import ai.onnxruntime.OnnxJavaType;
import io.github.isotherm.error.ModelException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The output that predicts.
 *
 * @param port how the graph declares it
 * @param vocabularySize logits per position, 0 while unknown
 * @param lastOnly whether only the last position's are computed, however many tokens are fed
 */
record LogitsPort(Port port, int vocabularySize, boolean lastOnly) {
    private static final List<String> NAMES = List.of(
            "logits", "lm_logits", "output", "output1", "output_0", "last_hidden_state", "prediction_scores", "scores");
    private static final Set<OnnxJavaType> FLOATS =
            Set.of(OnnxJavaType.FLOAT, OnnxJavaType.FLOAT16, OnnxJavaType.BFLOAT16, OnnxJavaType.DOUBLE);

    /**
     * Finds it among the outputs that are not state.
     *
     * @param states names of outputs that are
     */
    static LogitsPort of(Map<String, Port> outputs, Collection<String> states, Port ids, ModelHints hints) {
        Port named = outputs.get(hints.output("logits"));
        for (String name : NAMES) {
            named = named == null ? outputs.get(name) : named;
        }
        Port port = named != null && isFitting(named) ? named : largest(outputs, states);
        if (hints.sizes().getOrDefault("hidden_size", 0)
                        == port.size(port.dims().size() - 1)
                && hints.vocabularySize().orElse(0) > port.size(port.dims().size() - 1)) {
            throw new ModelException("The graph's output " + port.name() + " " + port.dims()
                    + " has the model's hidden states but no logits; use an export for text generation.");
        }
        return declared(port, ids, hints);
    }

    private static Port largest(Map<String, Port> outputs, Collection<String> states) {
        return outputs.values().stream()
                .filter(port -> !states.contains(port.name()) && isFitting(port))
                .filter(port -> !StateNames.isPresent(port.name()))
                .max(Comparator.comparingLong(port -> port.size(port.dims().size() - 1)))
                .orElseThrow(
                        () -> new ModelException(
                                "The graph has the outputs " + outputs.keySet()
                                        + " but none is logits [rows, positions, vocabulary] of floats; use an export for text generation."));
    }

    private static boolean isFitting(Port port) {
        int rank = port.dims().size();
        return rank >= 2 && rank <= 4 && FLOATS.contains(port.type());
    }

    private static LogitsPort declared(Port port, Port ids, ModelHints hints) {
        int rank = port.dims().size();
        long size = port.size(rank - 1);
        boolean last = rank == 2 ? ids.dims().size() > 1 : port.size(rank - 2) == 1;
        boolean oneToken = ids.size(ids.dims().size() - 1) == 1;
        return new LogitsPort(
                port, size > 0 ? Math.toIntExact(size) : hints.vocabularySize().orElse(0), last && !oneToken);
    }

    /** Whether the declaration alone says how many positions and logits there will be. */
    boolean isCertain(Port ids, boolean countGiven) {
        int rank = port.dims().size();
        if (vocabularySize == 0 || port.isOpen(rank - 1)) {
            return false;
        }
        String positions = rank == 2 ? "" : port.symbol(rank - 2);
        boolean alike =
                !positions.isEmpty() && positions.equals(ids.symbol(ids.dims().size() - 1));
        return countGiven || lastOnly || !port.isOpen(rank - 2) || alike;
    }

    /** What a run of several tokens of one row has shown. */
    LogitsPort seen(long[] shape, int tokens) {
        int rank = shape.length;
        boolean last = rank == 2 ? tokens > 1 && shape[0] == 1 : shape[rank - 2] < tokens;
        return new LogitsPort(port, Math.toIntExact(shape[rank - 1]), last);
    }

    long[] shape(int computed) {
        return switch (port.dims().size()) {
            case 2 -> new long[] {computed, vocabularySize};
            case 3 -> new long[] {1, computed, vocabularySize};
            default -> new long[] {1, 1, computed, vocabularySize};
        };
    }

    /** Bytes of one position's logits. */
    int bytes() {
        return vocabularySize * port.type().size;
    }
}
