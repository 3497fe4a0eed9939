package io.github.isotherm.onnx;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory of one sequence's state, moved to pages of 2 MiB as it fills: a step at a long past reads all of it. What is
 * hardly used stays on small pages, so that it is not resident. Owned by the sequence.
 */
final class StatePages implements AutoCloseable {
    /** Between two looks: in so many steps a move has paid for itself. */
    static final int RUNS = 64;

    private static final Logger LOG = LoggerFactory.getLogger(StatePages.class);
    private static final int MOSTLY = PageMove.SMALL_PAGES * 3 / 4;

    /** The mover's, while there is one. */
    private final List<AddressRange> left;

    private final PageMove move = new PageMove(MOSTLY);
    private final AtomicBoolean moving = new AtomicBoolean();
    private volatile boolean done;

    /** {@code pages} of 2 MiB in which the state lies, in a list that is changed. */
    StatePages(List<AddressRange> pages) {
        left = pages;
        done = pages.isEmpty();
    }

    /** Whether enough of any page may be in use: of each head so many bytes are, and so many will be. */
    static boolean mayBeFull(long used, long whole) {
        return used >= Math.min(whole, MemoryAdvice.HUGE_PAGE) / 4 * 3;
    }

    /** Moves what has filled, on a thread of its own. */
    void move() {
        if (!done && moving.compareAndSet(false, true)) {
            Thread mover = new Thread(this::moveNow, "isotherm-huge-pages");
            mover.setDaemon(true);
            mover.start();
        }
    }

    /** The same on this thread; bytes moved. */
    long moveNow() {
        try {
            long moved = move.move(left);
            done = left.isEmpty();
            LOG.debug("{} bytes of a state are on huge pages now", moved);
            return moved;
        } finally {
            moving.set(false);
        }
    }

    @Override
    public void close() {
        move.close();
    }
}
