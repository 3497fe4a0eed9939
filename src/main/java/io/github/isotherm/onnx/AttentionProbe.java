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
 * Small runs of attention over the same tokens: with those before them, with the last one repeated, and heads as rows, behind pasts of
 * all remainders of a vector's width. They show whether all give the same bits on this processor. Kernels of some multiply a few
 * rows in another way than many; and a hidden key's weight is 0, but it makes a row longer, and what sums rows by vectors may sum the
 * end of a shorter one in another order.
 */
final class AttentionProbe implements AutoCloseable {
    /**
     * What attention is probed for.
     *
     * @param group heads of queries to each of keys
     * @param size numbers of a head
     * @param type of queries, keys and values
     */
    record Kind(int group, int size, OnnxJavaType type) {
        private static final int MOST_HEADS = 128;
        private static final int MOST_NUMBERS = 1024;

        /** Whether it is of a size that models have; what a damaged folder says is not probed. */
        boolean isOrdinary() {
            return group >= 1 && group <= MOST_HEADS && size >= 1 && size <= MOST_NUMBERS;
        }

        /** Heads of a token, its key and value among them. */
        int given() {
            return group + 2;
        }

        int headBytes() {
            return size * type.size;
        }
    }

    /**
     * What was seen.
     *
     * @param splits whether a token has the bits that it has among many
     * @param folds whether heads as rows have those of a repeated token
     */
    record Seen(boolean splits, boolean folds) {}

    private static final int TOKENS = 3;
    private static final int REPEATS = 1;

    /** How many tokens of the past are fed with them to have many. */
    private static final int BEFORE = 40;

    /** Behind each of them come six runs of three tokens: more lengths than a register has floats. */
    private static final int[] PASTS = {64, 112};

    private static final int RUNS = 6;
    private static final int MOST_PAST = 128;
    private static final String WHOLE = "whole";
    private static final String REPEATED = "repeated";
    private static final String FOLDED = "folded";
    private static final String LONE = "lone";
    private static final List<String> FORMS = List.of(WHOLE, REPEATED, FOLDED, LONE);

    private final OrtEnvironment environment;
    private final Kind kind;
    private final int tokens;
    private final int repeats;

    /** Keys, then values, the tokens' last; a shorter past is the end of what is before those. */
    private final ByteBuffer past;

    private final OrtSession session;

    /** Loads a graph of three attentions of one head of keys. */
    AttentionProbe(OrtEnvironment environment, SessionOptions settings, Kind kind) throws OrtException {
        this(environment, settings, kind, TOKENS, REPEATS);
    }

    /**
     * For those who ask what else would give.
     *
     * @param tokens of a run
     * @param repeats how often the last one is repeated
     */
    AttentionProbe(OrtEnvironment environment, SessionOptions settings, Kind kind, int tokens, int repeats)
            throws OrtException {
        this.environment = environment;
        this.kind = kind;
        this.tokens = tokens;
        this.repeats = repeats;
        past = numbers(2 * positions() * kind.size);
        session = environment.createSession(model(), settings);
    }

    private int positions() {
        return MOST_PAST + tokens;
    }

    /** Behind all pasts. */
    Seen seen() throws OrtException {
        boolean splits = true;
        boolean folds = true;
        try (HiddenKeys bias = new HiddenKeys(environment, "bias", kind.type)) {
            for (int first : PASTS) {
                for (int run = 0; run < RUNS; run++) {
                    Seen seen = seen(first + run * tokens, tokens, bias);
                    splits &= seen.splits;
                    folds &= seen.folds;
                }
            }
        }
        return new Seen(splits, folds);
    }

    /** Behind one past, where {@code counted} is how many of the tokens the bias knows. */
    Seen seen(int length, int counted, HiddenKeys hidden) throws OrtException {
        int rows = kind.group * tokens;
        try (Bindings bindings = new Bindings()) {
            for (String form : FORMS) {
                int held = held(form, length);
                give(bindings, form + ".keys", MOST_PAST - length, held);
                give(bindings, form + ".values", positions() + MOST_PAST - length, held);
            }
            hidden.lend(bindings, length, counted, rows);
            giveTotal(bindings, WHOLE, length + tokens);
            giveTotal(bindings, REPEATED, length + tokens + repeats);
            giveTotal(bindings, FOLDED, length + rows);
            giveTotal(bindings, LONE, length + tokens + repeats);
            try (OrtSession.Result result = session.run(bindings.inputs)) {
                ByteBuffer repeated = bytes(result, REPEATED);
                ByteBuffer whole = bytes(result, WHOLE);
                boolean splits = areAt(BEFORE, whole, repeated, tokens)
                        && areAt(BEFORE + tokens - 1, whole, bytes(result, LONE), 1);
                return new Seen(splits, headsAre(repeated, bytes(result, FOLDED)));
            }
        }
    }

    /** Positions before those that are fed. */
    private int held(String form, int length) {
        return switch (form) {
            case WHOLE -> length - BEFORE;
            case LONE -> length + tokens - 1;
            default -> length;
        };
    }

    private void give(Bindings bindings, String name, int from, int positions) throws OrtException {
        int head = kind.headBytes();
        ByteBuffer some = past.slice(from * head, positions * head).order(ByteOrder.nativeOrder());
        bindings.giveInput(name, Tensors.over(environment, some, kind.type, 1, 1, positions, kind.size));
    }

    private void giveTotal(Bindings bindings, String form, int total) throws OrtException {
        give(bindings, form + ".last", total - 1);
        give(bindings, form + ".total", total);
    }

    private void give(Bindings bindings, String name, int number) throws OrtException {
        IntegerInput input = RepeatedToken.list(environment, name, OnnxJavaType.INT32);
        input.begin(1);
        input.add(number);
        input.bind(bindings, 1);
    }

    private static ByteBuffer bytes(OrtSession.Result result, String form) {
        return ((OnnxTensor) result.get(form).orElseThrow()).getByteBuffer();
    }

    /** Whether so many tokens from one on are the first of others. */
    private boolean areAt(int from, ByteBuffer whole, ByteBuffer others, int count) {
        int token = kind.group * kind.headBytes();
        return whole.slice(from * token, count * token).mismatch(others.slice(0, count * token)) < 0;
    }

    private boolean headsAre(ByteBuffer repeated, ByteBuffer folded) {
        int head = kind.headBytes();
        for (int row = 0; row < kind.group * tokens; row++) {
            int place = row % tokens * kind.group + row / tokens;
            if (repeated.slice(place * head, head).mismatch(folded.slice(row * head, head)) >= 0) {
                return false;
            }
        }
        return true;
    }

    // ---------------------------------------------------------------- the graph

    private ByteBuffer model() {
        int type = OnnxFields.type(kind.type);
        ByteBuffer given = whole(numbers((BEFORE + tokens) * kind.given() * kind.size));
        ProtoWriter graph = new ProtoWriter();
        for (String form : FORMS) {
            graph.message(GraphProto.NODE, attention(form));
        }
        graph.text(2, "probe");
        for (String form : FORMS) {
            ByteBuffer rows = rows(form, given);
            int width = (form.equals(FOLDED) ? 3 : kind.given()) * kind.size;
            long count = rows.remaining() / (width * kind.type.size);
            graph.message(GraphProto.INITIALIZER, OnnxFields.constant(form + ".rows", type, rows, 1, count, width));
        }
        for (String form : FORMS) {
            List<String> before = List.of("1", "1", form + ".past", Integer.toString(kind.size));
            addInput(graph, OnnxFields.input(form + ".keys", type, before));
            addInput(graph, OnnxFields.input(form + ".values", type, before));
            addInput(graph, OnnxFields.input(form + ".last", OnnxFields.INT32, 1));
            addInput(graph, OnnxFields.input(form + ".total", OnnxFields.INT32, 1));
        }
        addInput(graph, OnnxFields.input("bias", type, List.of("1", "1", "bias.rows", "bias.total")));
        for (String form : FORMS) {
            graph.message(GraphProto.OUTPUT, new ProtoWriter().text(1, form));
        }
        return ProbeGraph.model(graph);
    }

    private static void addInput(ProtoWriter graph, GraphProto.Field input) {
        graph.message(GraphProto.INPUT, new ProtoWriter().fields(input.value()));
    }

    private ProtoWriter attention(String form) {
        boolean folded = form.equals(FOLDED);
        List<String> inputs = List.of(
                form + ".rows",
                "",
                "",
                form + ".keys",
                form + ".values",
                form + ".last",
                form + ".total",
                "",
                "",
                "",
                folded ? "bias" : "");
        Map<String, Long> numbers = new LinkedHashMap<>();
        numbers.put("num_heads", folded ? 1L : kind.group);
        numbers.put("kv_num_heads", 1L);
        GraphProto.Field node = OnnxFields.node(ProductKind.DOMAIN, "GroupQueryAttention", inputs, form, numbers);
        List<String> outputs = List.of(form, form + ".keys.after", form + ".values.after");
        return new ProtoWriter()
                .fields(OnnxFields.withPorts(node, form, inputs, outputs).value());
    }

    private ByteBuffer rows(String form, ByteBuffer given) {
        return switch (form) {
            case WHOLE -> given.duplicate();
            case REPEATED -> repeated(given, tokens);
            case LONE -> repeated(given, 1);
            default -> folded(given);
        };
    }

    /** Those before have the keys and values that they have in the past, and the tokens those behind it. */
    private ByteBuffer whole(ByteBuffer given) {
        int head = kind.headBytes();
        ByteBuffer rows = ByteBuffer.allocate(given.remaining()).put(given.duplicate());
        for (int i = 0; i < BEFORE + tokens; i++) {
            int key = (i * kind.given() + kind.group) * head;
            int position = MOST_PAST - BEFORE + i;
            rows.put(key, past, position * head, head);
            rows.put(key + head, past, (positions() + position) * head, head);
        }
        return rows.flip();
    }

    /** The last ones of all, and the very last repeated. */
    private ByteBuffer repeated(ByteBuffer given, int count) {
        int token = kind.given() * kind.headBytes();
        ByteBuffer rows = ByteBuffer.allocate((count + repeats) * token);
        rows.put(given.slice((BEFORE + tokens - count) * token, count * token));
        for (int i = 0; i < repeats; i++) {
            rows.put(given.slice((BEFORE + tokens - 1) * token, token));
        }
        return rows.flip();
    }

    private ByteBuffer folded(ByteBuffer given) {
        int head = kind.headBytes();
        ByteBuffer rows = ByteBuffer.allocate(3 * kind.group * tokens * head);
        for (int row = 0; row < kind.group * tokens; row++) {
            int token = (BEFORE + row % tokens) * kind.given();
            for (int part : new int[] {row / tokens, kind.group, kind.group + 1}) {
                rows.put(given.slice((token + part) * head, head));
            }
        }
        return rows.flip();
    }

    /** Made up; enough apart that weights of keys are. */
    private ByteBuffer numbers(int count) {
        ByteBuffer floats = new ProbeGraph.MadeUp().floats(count, 2);
        if (kind.type == OnnxJavaType.FLOAT) {
            return floats;
        }
        ByteBuffer halves = DirectMemory.allocate((long) count * kind.type.size, "a look at this processor's kernels");
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
