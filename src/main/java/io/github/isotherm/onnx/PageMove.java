package io.github.isotherm.onnx;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves memory to pages of 2 MiB, which copies it and changes nothing that is in it. Silent where the system refuses; what is
 * freed meanwhile is refused too. Thread-safe but for the lists.
 */
final class PageMove implements AutoCloseable {
    /** A huge page's worth of small ones. */
    static final int SMALL_PAGES = (int) (MemoryAdvice.HUGE_PAGE / MemoryAdvice.PAGE);

    /** Between two pages, in nanoseconds: while one is moved, a step that reads it waits. */
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

    private static final Logger LOG = LoggerFactory.getLogger(PageMove.class);

    /** One number of 8 bytes for each small page. */
    private static final String PRESENCE = "/proc/self/pagemap";

    /** The bit that is set where a page is in memory. */
    private static final long PRESENT = 1L << 63;

    /** That and the bit of a page that is a file's or shared. */
    private static final long STATE = PRESENT | 1L << 61;

    private final int least;
    private volatile boolean closed;

    /** {@code least} small pages must be in use, as a huge one is resident whole. */
    PageMove(int least) {
        this.least = least;
    }

    /**
     * Moves pages of a list, with pauses, so that a step waits for one at most.
     *
     * @param pages addresses of a huge page each; without those that were moved afterwards, and empty when the system refuses
     * @return bytes moved
     */
    long move(List<AddressRange> pages) {
        long moved = 0;
        try (RandomAccessFile presence = new RandomAccessFile(PRESENCE, "r")) {
            for (Iterator<AddressRange> each = pages.iterator(); each.hasNext() && !closed; ) {
                AddressRange page = each.next();
                if (resident(page, presence) >= least) {
                    if (!MemoryAdvice.collapse(page)) {
                        pages.clear();
                        return moved;
                    }
                    each.remove();
                    moved += page.bytes();
                    LockSupport.parkNanos(PAUSE);
                }
            }
        } catch (IOException e) {
            LOG.debug("Memory stays where it is", e);
            pages.clear();
        }
        return moved;
    }

    /** Small pages of one huge page's worth that are in use and nobody else's. */
    private static int resident(AddressRange page, RandomAccessFile presence) throws IOException {
        byte[] entries = new byte[SMALL_PAGES * Long.BYTES];
        presence.seek(page.from() / MemoryAdvice.PAGE * Long.BYTES);
        presence.readFully(entries);
        ByteBuffer each = ByteBuffer.wrap(entries).order(ByteOrder.LITTLE_ENDIAN);
        int resident = 0;
        while (each.hasRemaining()) {
            resident += (each.getLong() & STATE) == PRESENT ? 1 : 0;
        }
        return resident;
    }

    /** The page that is being moved is moved, and no other. */
    @Override
    public void close() {
        closed = true;
    }
}
