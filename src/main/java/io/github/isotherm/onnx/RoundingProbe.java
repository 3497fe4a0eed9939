package io.github.isotherm.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Small products with the identity, which show what each kind makes of a row on this processor before it multiplies it. */
final class RoundingProbe {
    private static final String ROWS = "rows";
    private static final int COUNT = 6;

    /** Of the widest blocks, so that one may meet another's largest number. */
    private static final int BLOCKS = 2;

    /** Numbers that have the same magnitude. */
    private static final int PART = 8;

    private RoundingProbe() {}

    /** What each of some kinds does. */
    static List<Rounding> seen(OrtEnvironment environment, SessionOptions settings, List<ProductKind> kinds)
            throws OrtException {
        int size = size(kinds);
        FloatBuffer rows = rows(size);
        List<Rounding> seen = new ArrayList<>();
        try (OrtSession session = environment.createSession(model(kinds, size), settings);
                OnnxTensor input = OnnxTensor.createTensor(environment, rows, new long[] {1, COUNT, size});
                OrtSession.Result results = session.run(Map.of(ROWS, input))) {
            for (int kind = 0; kind < kinds.size(); kind++) {
                FloatBuffer result = ((OnnxTensor) results.get(kind)).getFloatBuffer();
                seen.add(Rounding.seen(
                        rows, result, Math.toIntExact(kinds.get(kind).block())));
            }
        }
        return seen;
    }

    private static int size(List<ProductKind> kinds) {
        long widest = 1;
        for (ProductKind kind : kinds) {
            widest = Math.max(widest, kind.block());
        }
        return Math.toIntExact(BLOCKS * widest);
    }

    /** Numbers of several magnitudes, each part of another than those beside it. */
    private static FloatBuffer rows(int size) {
        FloatBuffer numbers = new ProbeGraph.MadeUp()
                .floats(COUNT * size, 1)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        for (int i = 0; i < numbers.limit(); i++) {
            numbers.put(i, numbers.get(i) * (1 + i / PART % 7));
        }
        return numbers;
    }

    private static ByteBuffer model(List<ProductKind> kinds, int size) {
        ProtoWriter graph = new ProtoWriter();
        Map<String, ProtoWriter> constants = new LinkedHashMap<>();
        for (int kind = 0; kind < kinds.size(); kind++) {
            IdentityProduct identity = new IdentityProduct(kinds.get(kind), size);
            graph.fields(identity.node(ROWS, ProbeGraph.output(kind)).whole());
            constants.putAll(identity.constants());
        }
        graph.text(2, "probe");
        for (ProtoWriter constant : constants.values()) {
            graph.message(GraphProto.INITIALIZER, constant);
        }
        graph.message(GraphProto.INPUT, ProbeGraph.port(ROWS, size));
        for (int kind = 0; kind < kinds.size(); kind++) {
            graph.message(GraphProto.OUTPUT, ProbeGraph.port(ProbeGraph.output(kind), size));
        }
        return ProbeGraph.model(graph);
    }
}
