package io.github.isotherm.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.util.EnumMap;
import java.util.Map;

/** Fills the inputs of a run of one sequence that are not state. */
final class StepInputs {
    private final Graph graph;
    private final Map<Role, IntegerInput> inputs = new EnumMap<>(Role.class);

    StepInputs(OrtEnvironment environment, Graph graph) {
        this.graph = graph;
        for (FedInput input : graph.fed()) {
            inputs.put(input.role(), new IntegerInput(environment, input.port()));
        }
    }

    /**
     * Binds a part of the tokens, which the state's positions precede.
     *
     * @param tokens those of the sequence, from its first on; a graph of fixed length is padded on the right
     * @param computed positions to compute logits of, where the graph asks
     */
    void bind(Bindings bindings, int[] tokens, Span span, int computed) throws OrtException {
        int run = graph.paddedLength() > 0 ? graph.paddedLength() : span.fed();
        for (FedInput input : graph.fed()) {
            IntegerInput target = inputs.get(input.role());
            if (target != null) {
                long[] shape = input.shape(run, span.from());
                fill(target, input.role(), shape, tokens, span, computed);
                target.bind(bindings, shape);
            }
        }
    }

    private static void fill(IntegerInput target, Role role, long[] shape, int[] tokens, Span span, int computed) {
        int count = count(shape);
        int width = shape.length == 0 ? 1 : (int) shape[shape.length - 1];
        target.begin(count);
        for (int i = 0; i < count; i++) {
            target.add(value(role, tokens, span, i % width, computed));
        }
    }

    private static int value(Role role, int[] tokens, Span span, int column, int computed) {
        int at = span.from() + column;
        return switch (role) {
            case IDS -> at < span.to() ? tokens[at] : 0;
            case MASK -> column < span.to() ? 1 : 0;
            case POSITIONS, CACHE_POSITION -> at;
            case TOKEN_TYPES -> 0;
            case KEEP_COUNT -> computed;
            case CACHE_BRANCH -> span.from() > 0 ? 1 : 0;
            case TOTAL_LENGTH -> span.to();
            case PAST_LENGTH -> span.from();
            case LAST_INDEX -> span.to() - 1;
        };
    }

    private static int count(long[] shape) {
        long count = 1;
        for (long size : shape) {
            count *= size;
        }
        return Math.toIntExact(count);
    }
}
