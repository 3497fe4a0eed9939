package io.github.isotherm.onnx;

import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the weights that ONNX Runtime packs while it opens a graph: it tells nobody where they are, but the system lists what
 * was not there before. What was only reserved before counts as there, so that the Java heap is never meant.
 */
final class HugePages {
    private static final Logger LOG = LoggerFactory.getLogger(HugePages.class);

    private final List<AddressRange> before;
    private final boolean wanted;

    private HugePages(List<AddressRange> before, boolean wanted) {
        this.before = before;
        this.wanted = wanted;
    }

    /**
     * To be called before the graph is opened.
     *
     * @param wanted whether its weights are to be moved, should the system allow
     */
    static HugePages before(boolean wanted) {
        try {
            return wanted && MemoryAdvice.canCollapse()
                    ? new HugePages(AddressRange.used(), true)
                    : new HugePages(List.of(), false);
        } catch (IOException e) {
            LOG.debug("Weights stay where they are", e);
            return new HugePages(List.of(), false);
        }
    }

    /** To be called when it is open: the weights, to be closed when the graph is. */
    WeightPages after() {
        if (!wanted) {
            return new WeightPages(List.of());
        }
        try {
            return new WeightPages(AddressRange.allocated().stream()
                    .flatMap(range -> range.without(before).stream())
                    .flatMap(range -> range.pages(MemoryAdvice.HUGE_PAGE).stream())
                    .toList());
        } catch (IOException e) {
            LOG.debug("Weights stay where they are", e);
            return new WeightPages(List.of());
        }
    }
}
