package io.github.isotherm.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Patience;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** A server that people open and leave holds what one that nobody has left does. */
class PlaygroundMemoryIT {
    /** Until all that the server keeps of the last prompts is full. */
    private static final int WARM = 300;

    private static final int ABANDONED = 300;
    private static final int AT_ONCE = 10;
    private static final long MOST_GROWTH = 4L << 20;

    private final List<Socket> open = new ArrayList<>();

    /** What a page asks for when it is opened, dropped before it has come; every load has a prompt of its own. */
    private void abandonLoad(PlaygroundServer server, int prompt) throws IOException {
        String ids = "504,314," + (1000 + prompt);
        ask(server, "GET / HTTP/1.1", "");
        ask(server, "GET /api/vocabulary HTTP/1.1", "");
        ask(server, "GET /api/logits?ids=" + ids + " HTTP/1.1\r\n" + AwaitedReply.PINGS + ": 1", "");
        ask(
                server,
                "POST /api/next HTTP/1.1",
                "{\"ids\":[" + ids + "],\"temperatures\":[1],\"chain\":\"top-p=0.9\",\"candidates\":[\"day\"]}");
        ask(
                server,
                "POST /api/complete HTTP/1.1",
                "{\"ids\":[" + ids + "],\"temperatures\":[0.5,1,2],\"max_tokens\":200,\"seed\":" + prompt + "}");
    }

    private void ask(PlaygroundServer server, String head, String body) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        open.add(socket);
        socket.getOutputStream()
                .write((head + "\r\nHost: 127.0.0.1:" + server.port() + "\r\nContent-Type: application/json"
                                + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    private void abandon(PlaygroundServer server, int from, int to) throws IOException, InterruptedException {
        for (int load = from; load < to; load += AT_ONCE) {
            for (int i = load; i < load + AT_ONCE; i++) {
                abandonLoad(server, i);
                Thread.sleep(5);
                for (Socket socket : open) {
                    socket.close();
                }
                open.clear();
            }
            Patience.until(server::isIdle);
        }
        Patience.until(() -> handling() == 0);
    }

    private static long handling() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().equals("isotherm-web"))
                .filter(thread -> java.util.Arrays.stream(thread.getValue())
                        .anyMatch(frame -> frame.getClassName().startsWith("io.github.isotherm.")))
                .count();
    }

    private static long heap() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(100);
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    /** Sockets and files; only where the system counts them. */
    private static long descriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : 0;
    }

    @Test
    void threeHundredAbandonedLoadsLeaveNothingBehind() throws Exception {
        try (LocalModel model = LocalModel.openBundled();
                PlaygroundServer server = PlaygroundServer.start(model, new WebOptions(WebOptions.LOOPBACK, 0, null))) {
            long opened = heap();
            abandon(server, 0, WARM);
            long before = heap();
            long files = descriptors();
            abandon(server, WARM, WARM + ABANDONED);
            long after = heap();
            System.out.println(String.format(
                    Locale.ROOT,
                    "heap in MB: model open %.1f, after %d abandoned loads %.1f, after %d more %.1f",
                    opened / 1e6,
                    WARM,
                    before / 1e6,
                    ABANDONED,
                    after / 1e6));
            assertThat(after - before).as("bytes of heap").isLessThan(MOST_GROWTH);
            Patience.until(() -> descriptors() <= files + AT_ONCE);
        }
    }
}
