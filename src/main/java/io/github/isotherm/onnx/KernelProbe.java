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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Small runs of products of some kinds, which show for which numbers of rows ONNX Runtime takes another kernel on this
 * processor: tokens run by few give other bits than all at once.
 */
final class KernelProbe implements AutoCloseable {
    /** More than a block of ONNX Runtime's, and an even number. */
    static final int ALL = 160;

    private static final int[] COUNTS = {1, 2, 3, 129};

    private final OrtEnvironment environment;
    private final int kinds;
    private final int inner;

    /** Bytes of what is made of a token. */
    private final int result;

    /** Bytes of a token. */
    private final int token;

    private final int rowsOfToken;
    private final ByteBuffer rows;
    private final OrtSession session;
    private final List<ByteBuffer> all;

    /** Loads a graph of the kinds, each token of which has so many rows. */
    KernelProbe(OrtEnvironment environment, SessionOptions settings, List<ProductKind> kinds, int rowsOfToken)
            throws OrtException {
        ProbeGraph graph = new ProbeGraph(kinds);
        this.environment = environment;
        this.kinds = kinds.size();
        inner = graph.inner();
        this.rowsOfToken = rowsOfToken;
        token = Float.BYTES * inner * rowsOfToken;
        result = Float.BYTES * ProbeGraph.COLUMNS * rowsOfToken;
        rows = new ProbeGraph.MadeUp().floats(ALL * inner * rowsOfToken, 1);
        session = environment.createSession(graph.model(), settings);
        try {
            all = run(0, ALL);
        } catch (OrtException e) {
            session.close();
            throw e;
        }
    }

    /** What each kind wants behind its rows. */
    List<Silence> seen() throws OrtException {
        List<Set<Integer>> differing = new ArrayList<>();
        for (int kind = 0; kind < kinds; kind++) {
            differing.add(new HashSet<>());
        }
        for (int count : COUNTS) {
            addDiffering(0, count, differing);
            addDiffering(ALL - count, count, differing);
        }
        List<Silence> seen = new ArrayList<>();
        for (Set<Integer> counts : differing) {
            seen.add(Silence.seen(counts));
        }
        return seen;
    }

    private void addDiffering(int from, int count, List<Set<Integer>> differing) throws OrtException {
        List<Boolean> same = areSame(from, count, count);
        for (int kind = 0; kind < kinds; kind++) {
            if (!same.get(kind)) {
                differing.get(kind).add(count);
            }
        }
    }

    /** Of each kind whether the first {@code compared} tokens of a run have the bits that they have among all. */
    List<Boolean> areSame(int from, int count, int compared) throws OrtException {
        List<ByteBuffer> some = run(from, count);
        List<Boolean> same = new ArrayList<>();
        for (int kind = 0; kind < kinds; kind++) {
            ByteBuffer expected = all.get(kind).slice(from * result, compared * result);
            same.add(expected.mismatch(some.get(kind).slice(0, compared * result)) < 0);
        }
        return same;
    }

    private List<ByteBuffer> run(int from, int count) throws OrtException {
        FloatBuffer some = rows.slice(from * token, count * token)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        try (OnnxTensor input =
                        OnnxTensor.createTensor(environment, some, new long[] {1, (long) count * rowsOfToken, inner});
                OrtSession.Result result = session.run(Map.of(ProbeGraph.ROWS, input))) {
            List<ByteBuffer> products = new ArrayList<>();
            for (int kind = 0; kind < kinds; kind++) {
                products.add(((OnnxTensor) result.get(kind)).getByteBuffer());
            }
            return products;
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
