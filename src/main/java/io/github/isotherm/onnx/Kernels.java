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

/** What products want on this processor: by what was measured elsewhere, and by what a probe shows, whichever is more. */
final class Kernels {
    private static final Logger LOG = LoggerFactory.getLogger(Kernels.class);

    /** Of this process, which has one processor and one ONNX Runtime. */
    private static final Map<ProductKind, Silence> KNOWN = new ConcurrentHashMap<>();

    private final OrtEnvironment environment;
    private final SessionOptions settings;

    /** {@code settings} are those of the graph whose products these are, and stay the caller's. */
    Kernels(OrtEnvironment environment, SessionOptions settings) {
        this.environment = environment;
        this.settings = settings;
    }

    /** What is enough for all of some operators; kinds that nobody asked for before are probed together. */
    Silence wanted(Collection<GraphNode> nodes) {
        Collection<ProductKind> kinds = ProductKind.of(nodes);
        List<ProductKind> unknown = new ArrayList<>();
        for (ProductKind kind : kinds) {
            if (kind.isOrdinary() && !KNOWN.containsKey(kind)) {
                unknown.add(kind);
            }
        }
        probe(unknown);
        Silence wanted = Silence.NEVER;
        for (ProductKind kind : kinds) {
            wanted = wanted.and(KNOWN.getOrDefault(kind, Silence.UNKNOWN));
        }
        return wanted;
    }

    private void probe(List<ProductKind> kinds) {
        if (kinds.isEmpty()) {
            return;
        }
        long start = System.nanoTime();
        try (KernelProbe probe = new KernelProbe(environment, settings, kinds)) {
            List<Silence> seen = probe.seen();
            for (int i = 0; i < kinds.size(); i++) {
                KNOWN.put(kinds.get(i), kinds.get(i).rule().and(seen.get(i)));
            }
            LOG.debug("Products {} want {}, found in {} us", kinds, seen, (System.nanoTime() - start) / 1000);
        } catch (OrtException e) {
            LOG.warn("What products {} want cannot be found out: {}", kinds, OrtErrors.reason(e));
        }
    }
}
