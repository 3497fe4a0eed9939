package io.github.isotherm.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Small runs of attention over the same tokens, heads as rows and the last token repeated, behind pasts of all remainders of a vector's
 * width: they show whether both give the same bits on this processor. A hidden key's weight is 0, but it makes a row longer, and what
 * sums rows by vectors may sum the end of a shorter one in another order.
 */
final class FoldingProbe implements AutoCloseable {
    private static final int TOKENS = 3;

    /** Behind each of them come six runs of three tokens: more lengths than a register has floats. */
    private static final int[] PASTS = {64, 112};

    private static final int RUNS = 6;
    private static final int MOST_PAST = 128;
    private static final String REPEATED = "repeated";
    private static final String FOLDED = "folded";

    private final OrtEnvironment environment;
    private final OnnxJavaType type;
    private final int group;
    private final int size;
    private final ByteBuffer past;
    private final OrtSession session;

    /**
     * Loads a graph of two attentions of one head of keys.
     *
     * @param type of queries, keys and values
     */
    FoldingProbe(OrtEnvironment environment, SessionOptions settings, FoldedHeads folded, OnnxJavaType type)
            throws OrtException {
        this.environment = environment;
        this.type = type;
        group = folded.group();
        size = folded.size();
        past = numbers(2 * MOST_PAST * size);
        session = environment.createSession(model(), settings);
    }

    /** Whether no bit differs. */
    boolean isSame() throws OrtException {
        try (HiddenKeys bias = new HiddenKeys(environment, "bias", type)) {
            for (int first : PASTS) {
                for (int run = 0; run < RUNS; run++) {
                    if (!isSame(first + run * TOKENS, TOKENS, bias)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /** The same behind one past, where {@code seen} is how many of the tokens the bias counts. */
    boolean isSame(int length, int seen, HiddenKeys hidden) throws OrtException {
        int rows = group * TOKENS;
        try (Bindings bindings = new Bindings()) {
            for (String part : List.of("keys", "values")) {
                int from = part.equals("keys") ? 0 : MOST_PAST * size * type.size;
                ByteBuffer some = past.slice(from, length * size * type.size).order(ByteOrder.nativeOrder());
                bindings.giveInput(part, Tensors.over(environment, some, type, 1, 1, length, size));
            }
            hidden.lend(bindings, length, seen, rows);
            giveCounts(bindings, REPEATED, length + TOKENS + 1);
            giveCounts(bindings, FOLDED, length + rows);
            try (OrtSession.Result result = session.run(bindings.inputs)) {
                return areSame(bytes(result, REPEATED), bytes(result, FOLDED));
            }
        }
    }

    private void giveCounts(Bindings bindings, String kind, int total) throws OrtException {
        IntegerInput last = RepeatedToken.list(environment, kind + ".last", OnnxJavaType.INT32);
        last.begin(1);
        last.add(total - 1);
        last.bind(bindings, 1);
        IntegerInput count = RepeatedToken.list(environment, kind + ".total", OnnxJavaType.INT32);
        count.begin(1);
        count.add(total);
        count.bind(bindings, 1);
    }

    private static ByteBuffer bytes(OrtSession.Result result, String kind) {
        return ((OnnxTensor) result.get(kind).orElseThrow()).getByteBuffer();
    }

    private boolean areSame(ByteBuffer repeated, ByteBuffer folded) {
        int head = size * type.size;
        for (int row = 0; row < group * TOKENS; row++) {
            int token = row % TOKENS;
            ByteBuffer expected = repeated.slice((token * group + row / TOKENS) * head, head);
            if (expected.mismatch(folded.slice(row * head, head)) >= 0) {
                return false;
            }
        }
        return true;
    }

    // ---------------------------------------------------------------- the graph

    private ByteBuffer model() {
        int word = type == OnnxJavaType.FLOAT16 ? OnnxFields.HALF : OnnxFields.FLOAT;
        ByteBuffer given = numbers(TOKENS * (group + 2) * size);
        ProtoWriter graph = new ProtoWriter();
        graph.message(GraphProto.NODE, attention(REPEATED, group, ""));
        graph.message(GraphProto.NODE, attention(FOLDED, 1, "bias"));
        graph.text(2, "probe");
        graph.message(
                GraphProto.INITIALIZER,
                OnnxFields.constant(REPEATED + ".rows", word, repeated(given), 1, TOKENS + 1, (group + 2L) * size));
        graph.message(
                GraphProto.INITIALIZER,
                OnnxFields.constant(FOLDED + ".rows", word, folded(given), 1, (long) group * TOKENS, 3L * size));
        for (String part : List.of("keys", "values")) {
            graph.message(
                    GraphProto.INPUT,
                    new ProtoWriter()
                            .fields(OnnxFields.input(part, word, List.of("1", "1", "past", "" + size))
                                    .value()));
        }
        graph.message(
                GraphProto.INPUT,
                new ProtoWriter()
                        .fields(OnnxFields.input("bias", word, List.of("1", "1", "rows", "hidden"))
                                .value()));
        for (String kind : List.of(REPEATED, FOLDED)) {
            graph.message(
                    GraphProto.INPUT,
                    new ProtoWriter()
                            .fields(OnnxFields.input(kind + ".last", OnnxFields.INT32, 1)
                                    .value()));
            graph.message(
                    GraphProto.INPUT,
                    new ProtoWriter()
                            .fields(OnnxFields.input(kind + ".total", OnnxFields.INT32, 1)
                                    .value()));
        }
        for (String kind : List.of(REPEATED, FOLDED)) {
            graph.message(GraphProto.OUTPUT, new ProtoWriter().text(1, kind));
        }
        return ProbeGraph.model(graph);
    }

    private static ProtoWriter attention(String kind, int heads, String bias) {
        List<String> inputs =
                List.of(kind + ".rows", "", "", "keys", "values", kind + ".last", kind + ".total", "", "", "", bias);
        Map<String, Long> numbers = new LinkedHashMap<>();
        numbers.put("num_heads", (long) heads);
        numbers.put("kv_num_heads", 1L);
        GraphProto.Field node = OnnxFields.node(ProductKind.DOMAIN, "GroupQueryAttention", inputs, kind, numbers);
        GraphProto.Field whole =
                OnnxFields.withPorts(node, kind, inputs, List.of(kind, kind + ".keys", kind + ".values"));
        return new ProtoWriter().fields(whole.value());
    }

    /** The last token once more. */
    private ByteBuffer repeated(ByteBuffer given) {
        int token = (group + 2) * size * type.size;
        ByteBuffer rows = ByteBuffer.allocate((TOKENS + 1) * token);
        return rows.put(given.duplicate())
                .put(given.slice((TOKENS - 1) * token, token))
                .flip();
    }

    private ByteBuffer folded(ByteBuffer given) {
        int head = size * type.size;
        ByteBuffer rows = ByteBuffer.allocate(3 * group * TOKENS * head);
        for (int row = 0; row < group * TOKENS; row++) {
            int token = row % TOKENS * (group + 2);
            for (int part : new int[] {row / TOKENS, group, group + 1}) {
                rows.put(given.slice((token + part) * head, head));
            }
        }
        return rows.flip();
    }

    /** Made up; enough apart that weights of keys are. */
    private ByteBuffer numbers(int count) {
        ByteBuffer floats = new ProbeGraph.MadeUp().floats(count, 2);
        if (type == OnnxJavaType.FLOAT) {
            return floats;
        }
        ByteBuffer halves = DirectMemory.allocate((long) count * type.size, "a look at this processor's kernels");
        floats.order(ByteOrder.LITTLE_ENDIAN);
        while (floats.hasRemaining()) {
            halves.putShort(half(floats.getFloat()));
        }
        return halves.flip();
    }

    /** Of its sign and fraction, between a half and one. */
    private static short half(float some) {
        int bits = Float.floatToRawIntBits(some);
        return (short) (((bits >>> 16) & 0x8000) | 0x3800 | ((bits >>> 13) & 0x3FF));
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
