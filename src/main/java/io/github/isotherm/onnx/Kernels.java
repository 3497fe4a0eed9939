package io.github.isotherm.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What products want on this processor, by what was measured elsewhere and by what a probe shows, whichever is more; and what
 * attentions give.
 */
final class Kernels {
    private static final Logger LOG = LoggerFactory.getLogger(Kernels.class);

    private static final int MOST_ROWS = 2;

    /** Of this process, which has one processor and one ONNX Runtime; by how many rows a token has. */
    private static final List<Map<ProductKind, Silence>> KNOWN =
            List.of(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());

    private static final Map<AttentionProbe.Kind, AttentionProbe.Seen> ATTENTIONS = new ConcurrentHashMap<>();

    private final OrtEnvironment environment;
    private final SessionOptions settings;
    private final Roundings roundings;
    private final boolean half;

    /**
     * Asks nothing yet.
     *
     * @param settings those of the graph whose products these are; they stay the caller's
     * @param roundings where a product rounds, a token has two rows ({@link ExactActivations})
     * @param half whether keys and values are kept in 16 bits where the graph has 32
     */
    Kernels(OrtEnvironment environment, SessionOptions settings, Roundings roundings, boolean half) {
        this.environment = environment;
        this.settings = settings;
        this.roundings = roundings;
        this.half = half;
    }

    /** What rounds in an unknown way is asked for each row of a token alone, too. */
    private boolean mayMeet(ProductKind kind, int rows) {
        return switch (roundings.of(kind)) {
            case NONE -> rows == 1;
            case BLOCKS -> rows == 2;
            case OTHER -> true;
        };
    }

    /** What is enough for all of some operators; kinds that nobody asked for before are probed together. */
    Silence wanted(Collection<GraphNode> nodes) {
        Collection<ProductKind> kinds = ProductKind.of(nodes);
        Silence wanted = Silence.NEVER;
        for (int rows = 1; rows <= MOST_ROWS; rows++) {
            List<ProductKind> some = new ArrayList<>();
            for (ProductKind kind : kinds) {
                if (mayMeet(kind, rows)) {
                    some.add(kind);
                }
            }
            wanted = wanted.and(wanted(some, rows));
        }
        return wanted;
    }

    private Silence wanted(List<ProductKind> kinds, int rows) {
        Map<ProductKind, Silence> known = KNOWN.get(rows - 1);
        List<ProductKind> unknown = new ArrayList<>();
        for (ProductKind kind : kinds) {
            if (kind.isOrdinary() && !known.containsKey(kind)) {
                unknown.add(kind);
            }
        }
        probe(unknown, rows, known);
        Silence wanted = Silence.NEVER;
        for (ProductKind kind : kinds) {
            wanted = wanted.and(known.getOrDefault(kind, Silence.UNKNOWN));
        }
        return wanted;
    }

    private void probe(List<ProductKind> kinds, int rows, Map<ProductKind, Silence> known) {
        if (kinds.isEmpty()) {
            return;
        }
        long start = System.nanoTime();
        try (KernelProbe probe = new KernelProbe(environment, settings, kinds, rows)) {
            List<Silence> seen = probe.seen();
            for (int i = 0; i < kinds.size(); i++) {
                Silence all = seen.get(i) == Silence.ONE_LEFT_OF_A_BLOCK && rows > 1 ? Silence.ODD : seen.get(i);
                known.put(kinds.get(i), kinds.get(i).rule(rows).and(all));
            }
            LOG.debug(
                    "Products {} with {} rows of a token want {}, found in {} us",
                    kinds,
                    rows,
                    seen,
                    (System.nanoTime() - start) / 1000);
        } catch (OrtException e) {
            LOG.warn("What products {} want cannot be found out: {}", kinds, OrtErrors.reason(e));
        }
    }

    /** What attentions of some kinds give, one more than the other: all that all give. */
    AttentionProbe.Seen attentions(Collection<AttentionProbe.Kind> kinds) {
        boolean splits = true;
        boolean folds = true;
        for (AttentionProbe.Kind kind : kinds) {
            OnnxJavaType type = half ? OnnxJavaType.FLOAT16 : kind.type();
            AttentionProbe.Seen seen = attention(new AttentionProbe.Kind(kind.group(), kind.size(), type));
            splits &= seen.splits();
            folds &= seen.folds();
        }
        return new AttentionProbe.Seen(splits, folds);
    }

    private AttentionProbe.Seen attention(AttentionProbe.Kind kind) {
        AttentionProbe.Seen known = kind.isOrdinary() ? ATTENTIONS.get(kind) : new AttentionProbe.Seen(false, false);
        if (known != null) {
            return known;
        }
        long start = System.nanoTime();
        try (AttentionProbe probe = new AttentionProbe(environment, settings, kind)) {
            AttentionProbe.Seen seen = probe.seen();
            ATTENTIONS.put(kind, seen);
            LOG.debug("{}: {}, found in {} us", kind, seen, (System.nanoTime() - start) / 1000);
            return seen;
        } catch (OrtException e) {
            LOG.warn("What attention gives cannot be found out ({}): {}", kind, OrtErrors.reason(e));
            return new AttentionProbe.Seen(false, false);
        }
    }
}
