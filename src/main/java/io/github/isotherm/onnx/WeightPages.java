package io.github.isotherm.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory of a model's weights, moved to pages of 2 MiB once that pays: every step reads all weights, in small pages with
 * tens of thousands of translations of addresses. Moving copies them and changes nothing that is in them. Silent where the
 * system refuses. Thread-safe.
 */
final class WeightPages implements AutoCloseable {
    /**
     * Runs before the move. It takes as much processor time as it saves in about 170 steps of the bundled model, and next to
     * none of a step's where a core is free; so a short completion leaves it.
     */
    static final int RUNS = 64;

    private static final Logger LOG = LoggerFactory.getLogger(WeightPages.class);

    /** A huge page is resident whole, so what is mostly untouched stays as it is. */
    private static final int MOSTLY = PageMove.SMALL_PAGES * 15 / 16;

    private final MemoryMap before;
    private final MemoryMap after;
    private final AtomicInteger runs = new AtomicInteger();
    private final PageMove move = new PageMove(MOSTLY);

    /** What was mapped before the model was opened and after. */
    WeightPages(MemoryMap before, MemoryMap after) {
        this.before = before;
        this.after = after;
    }

    /** To be called after every run of the graph. */
    void ran() {
        if (runs.get() < RUNS && runs.incrementAndGet() == RUNS && !after.isEmpty()) {
            Thread mover = new Thread(this::move, "isotherm-huge-pages");
            mover.setDaemon(true);
            mover.start();
        }
    }

    /** Bytes moved. */
    long move() {
        long start = System.nanoTime();
        long moved = move.move(pages());
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        LOG.debug("{} bytes of weights are on huge pages, after {} ms", moved, millis);
        return moved;
    }

    private List<AddressRange> pages() {
        List<AddressRange> pages = new ArrayList<>();
        for (AddressRange range : after.since(before)) {
            pages.addAll(range.pages(MemoryAdvice.HUGE_PAGE));
        }
        return pages;
    }

    @Override
    public void close() {
        move.close();
    }
}
