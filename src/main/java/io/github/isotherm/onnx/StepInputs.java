package io.github.isotherm.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.util.EnumMap;
import java.util.Map;

/** Fills the inputs of a step that are not state. */
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
     * @param tokens {@code [rows][positions]}; a graph of fixed length is padded on the right
     * @param computed positions to compute logits of, where the graph asks
     */
    void bind(Bindings bindings, int[][] tokens, Span span, int computed) throws OrtException {
        int run = graph.paddedLength() > 0 ? graph.paddedLength() : span.fed();
        for (FedInput input : graph.fed()) {
            IntegerInput target = inputs.get(input.role());
            if (target != null) {
                fill(target, input, tokens, span, run, computed);
                target.bind(bindings, input.shape(span.rows(), run, span.from()));
            }
        }
    }

    private static void fill(IntegerInput target, FedInput input, int[][] tokens, Span span, int run, int computed) {
        long[] shape = input.shape(span.rows(), run, span.from());
        int count = count(shape);
        int width = shape.length == 0 ? 1 : (int) shape[shape.length - 1];
        target.begin(count);
        for (int i = 0; i < count; i++) {
            target.add(value(input.role(), tokens, span, width, computed, i));
        }
    }

    private static int value(Role role, int[][] tokens, Span span, int width, int computed, int i) {
        int at = span.from() + i % width;
        return switch (role) {
            case IDS -> at < span.to() ? tokens[span.row() + i / width][at] : 0;
            case MASK -> i % width < span.to() ? 1 : 0;
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
