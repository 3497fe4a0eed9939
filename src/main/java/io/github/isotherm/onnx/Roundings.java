package io.github.isotherm.onnx;

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

/** What products of a kind do to a row on this processor before they multiply it. */
interface Roundings {
    /** For graphs whose products stay as they are. */
    Roundings UNKNOWN = kind -> Rounding.NONE;

    /** Of kinds that ONNX Runtime may know; others round nothing that is known of. */
    Rounding of(ProductKind kind);

    /** Those of some operators, seen on this processor; kinds that nobody asked for before are looked at together. */
    static Roundings probed(OrtEnvironment environment, SessionOptions settings, Collection<GraphNode> nodes) {
        List<ProductKind> unknown = new ArrayList<>();
        for (ProductKind kind : ProductKind.of(nodes)) {
            if (kind.rounds() && !Probed.KNOWN.containsKey(kind)) {
                unknown.add(kind);
            }
        }
        Probed.probe(environment, settings, unknown);
        return Roundings::seen;
    }

    /** What a kind was seen to do; where the look failed its kernel is to be asked. */
    static Rounding seen(ProductKind kind) {
        return kind.rounds() ? Probed.KNOWN.getOrDefault(kind, Rounding.OTHER) : Rounding.NONE;
    }

    /** Of this process, which has one processor and one ONNX Runtime. */
    final class Probed {
        private static final Logger LOG = LoggerFactory.getLogger(Roundings.class);
        private static final Map<ProductKind, Rounding> KNOWN = new ConcurrentHashMap<>();

        private Probed() {}

        private static void probe(OrtEnvironment environment, SessionOptions settings, List<ProductKind> kinds) {
            if (kinds.isEmpty()) {
                return;
            }
            long start = System.nanoTime();
            try {
                List<Rounding> seen = RoundingProbe.seen(environment, settings, kinds);
                for (int i = 0; i < kinds.size(); i++) {
                    KNOWN.put(kinds.get(i), seen.get(i));
                }
                LOG.debug("Products {} round {}, found in {} us", kinds, seen, (System.nanoTime() - start) / 1000);
            } catch (OrtException e) {
                LOG.warn("What products {} round cannot be found out: {}", kinds, OrtErrors.reason(e));
            }
        }
    }
}
