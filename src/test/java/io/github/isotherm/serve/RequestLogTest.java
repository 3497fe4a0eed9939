package io.github.isotherm.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.Patience;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The log where nobody takes its lines. */
@Timeout(Patience.SECONDS)
class RequestLogTest {
    private static final int MEGABYTE = 1 << 20;

    private final CountDownLatch taken = new CountDownLatch(1);
    private final CountDownLatch held = new CountDownLatch(1);
    private final List<String> written = new CopyOnWriteArrayList<>();

    private void write(String line) {
        taken.countDown();
        try {
            held.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        written.add(line);
    }

    @Test
    void keepsSixtyFourMegabytesAndTellsHowManyLinesItLost() throws Exception {
        String body = "x".repeat(MEGABYTE);
        try (RequestLog log = new RequestLog(this::write)) {
            log.line("first");
            taken.await();
            for (int i = 0; i < 70; i++) {
                log.line(body);
            }
            held.countDown();
            Patience.until(() -> written.size() == 66);
        }
        assertThat(written.get(0)).isEqualTo("first");
        assertThat(written.get(1)).isEqualTo("6 lines of the log are left out, as nobody took them in time");
        assertThat(written.subList(2, 66)).containsOnly(body);
    }

    @Test
    void whatWaitsIsWrittenBeforeItEnds() throws Exception {
        held.countDown();
        RequestLog log = new RequestLog(this::write);
        for (int i = 0; i < 500; i++) {
            log.line("line " + i);
        }
        log.close();
        assertThat(written).hasSize(500).endsWith("line 499");
    }
}
