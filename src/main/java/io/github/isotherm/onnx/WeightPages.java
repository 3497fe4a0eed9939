package io.github.isotherm.onnx;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
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

    /** Between two pages, in nanoseconds: while one is moved, a step that reads it waits. */
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

    private static final Logger LOG = LoggerFactory.getLogger(WeightPages.class);

    /** One number of 8 bytes for each small page. */
    private static final String PRESENCE = "/proc/self/pagemap";

    /** The bit that is set where a page is in memory. */
    private static final long PRESENT = 1L << 63;

    /** That and the bit of a page that is a file's or shared. */
    private static final long STATE = PRESENT | 1L << 61;

    private static final int SMALL_PAGES = (int) (MemoryAdvice.HUGE_PAGE / MemoryAdvice.PAGE);

    /** A huge page is resident whole, so what is mostly untouched stays as it is. */
    private static final int MOSTLY = SMALL_PAGES * 15 / 16;

    private final MemoryMap before;
    private final MemoryMap after;
    private final AtomicInteger runs = new AtomicInteger();
    private volatile boolean closed;

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
        long moved = 0;
        try (RandomAccessFile presence = new RandomAccessFile(PRESENCE, "r")) {
            moved = move(presence);
        } catch (IOException e) {
            LOG.debug("Weights stay where they are", e);
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        LOG.debug("{} bytes of weights are on huge pages, after {} ms", moved, millis);
        return moved;
    }

    /** One page after another with pauses, so that a step waits for one at most, until the system refuses. */
    private long move(RandomAccessFile presence) throws IOException {
        long moved = 0;
        for (AddressRange page : pages()) {
            if (closed) {
                break;
            }
            if (isFull(page, presence)) {
                if (!MemoryAdvice.collapse(page)) {
                    break;
                }
                moved += page.bytes();
                LockSupport.parkNanos(PAUSE);
            }
        }
        return moved;
    }

    private List<AddressRange> pages() {
        return after.since(before).stream()
                .flatMap(range -> range.pages(MemoryAdvice.HUGE_PAGE).stream())
                .toList();
    }

    /** Whether it is still memory that was allocated, and most of it in use. */
    private static boolean isFull(AddressRange page, RandomAccessFile presence) throws IOException {
        byte[] entries = new byte[SMALL_PAGES * Long.BYTES];
        presence.seek(page.from() / MemoryAdvice.PAGE * Long.BYTES);
        presence.readFully(entries);
        ByteBuffer each = ByteBuffer.wrap(entries).order(ByteOrder.LITTLE_ENDIAN);
        int resident = 0;
        while (each.hasRemaining()) {
            resident += (each.getLong() & STATE) == PRESENT ? 1 : 0;
        }
        return resident >= MOSTLY;
    }

    /** The page that is being moved is moved; what is freed meanwhile is refused by the system. */
    @Override
    public void close() {
        closed = true;
    }
}
