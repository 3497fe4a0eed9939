package io.github.isotherm.serve;

import io.github.isotherm.error.ShownText;
import io.github.isotherm.wire.openai.endpoint.RefusedException;
import io.github.isotherm.wire.openai.endpoint.RequestNotes;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What the connections of a server share: who is connected, what is being answered, and whether it closes. Thread-safe. */
final class ServerState {
    /** Connections beyond the limit that are told and not closed at once; more would be a way to open as many as one likes. */
    private static final int LINGERING = 64;

    private final ServeOptions options;
    private final Routes routes;
    private final Access access;
    private final ExecutorService workers;
    private final RequestLog log;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final Map<InetAddress, Integer> counts = new ConcurrentHashMap<>();
    private final Set<ConnectionExchange> running = ConcurrentHashMap.newKeySet();
    private final AtomicInteger lingering = new AtomicInteger();
    private final AtomicLong bodies = new AtomicLong();
    private volatile @Nullable ServeMetrics metrics;
    private volatile boolean closing;

    ServerState(ServeOptions options, Routes routes, Access access, ExecutorService workers, RequestLog log) {
        this.options = options;
        this.routes = routes;
        this.access = access;
        this.workers = workers;
        this.log = log;
    }

    ServeOptions options() {
        return options;
    }

    Routes routes() {
        return routes;
    }

    Access access() {
        return access;
    }

    ExecutorService workers() {
        return workers;
    }

    void measure(ServeMetrics measured) {
        metrics = measured;
    }

    /** Whether one more connection that is turned away may stay for a moment; then it says when it is gone. */
    boolean lingers() {
        if (lingering.incrementAndGet() <= LINGERING) {
            return true;
        }
        lingering.decrementAndGet();
        return false;
    }

    void lingered() {
        lingering.decrementAndGet();
    }

    boolean isClosing() {
        return closing;
    }

    /** Only what is open to all is answered from now on, and connections end with their answers. */
    void closing() {
        closing = true;
    }

    void refuseWhileClosing() {
        if (closing) {
            throw closingRefusal("The server is closing; ask another one, or this one later.");
        }
    }

    /** What those are told whose answer the server does not wait for any longer. */
    static RefusedException cutOff() {
        return closingRefusal("The server closes before this is answered; ask another one, or this one later.");
    }

    private static RefusedException closingRefusal(String sentence) {
        return new RefusedException(503, "server_closing", null, sentence);
    }

    /**
     * Lets a connection in.
     *
     * @return why not, or null
     */
    @Nullable
    RefusedException enter(InetAddress address) {
        if (count.incrementAndGet() > options.limits().connections()) {
            count.decrementAndGet();
            return new RefusedException(
                    503,
                    "The server has its " + options.limits().connections()
                            + " connections already; ask again in a moment.");
        }
        if (counts.merge(address, 1, Integer::sum) > options.limits().connectionsPerAddress()) {
            exit(address);
            return new RefusedException(
                    429,
                    "Your address has its " + options.limits().connectionsPerAddress()
                            + " connections already; close some, or use them for several requests.");
        }
        return null;
    }

    void exit(InetAddress address) {
        count.decrementAndGet();
        counts.computeIfPresent(address, (key, value) -> value == 1 ? null : value - 1);
    }

    void add(Connection connection) {
        connections.add(connection);
    }

    void remove(Connection connection) {
        connections.remove(connection);
    }

    List<Connection> connections() {
        return List.copyOf(connections);
    }

    int connectionCount() {
        return count.get();
    }

    /** Whether there is room for more of a body. */
    boolean takeBody(int bytes) {
        if (bodies.addAndGet(bytes) > options.limits().allBodyBytes()) {
            bodies.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void giveBody(int bytes) {
        bodies.addAndGet(-bytes);
    }

    /** The bytes of all bodies that are held. */
    long bodyBytes() {
        return bodies.get();
    }

    void begun(ConnectionExchange exchange) {
        running.add(exchange);
        if (options.verbose() && exchange.body().length > 0) {
            log.line(line(exchange, exchange.arrival().path()) + " body "
                    + new String(exchange.body(), StandardCharsets.UTF_8));
        }
    }

    /** What an answer says, where the log is to have it. */
    void answering(ConnectionExchange exchange, byte[] text) {
        if (options.verbose()) {
            log.line(line(exchange, exchange.arrival().path()) + " answer " + new String(text, StandardCharsets.UTF_8));
        }
    }

    private static String line(ConnectionExchange exchange, String path) {
        return exchange.arrival().method() + " " + ShownText.value(path);
    }

    void over(ConnectionExchange exchange) {
        exchange.end();
        RequestNotes.Said said = exchange.notes().said();
        ServeMetrics measured = metrics;
        if (measured != null) {
            measured.count(exchange.arrival().endpoint(), Integer.toString(exchange.status()), said);
        }
        log.line(line(exchange, exchange.arrival().path()) + " " + exchange.status() + text(exchange, said));
        running.remove(exchange);
        synchronized (running) {
            running.notifyAll();
        }
    }

    private static String text(ConnectionExchange exchange, RequestNotes.Said said) {
        StringBuilder text = new StringBuilder();
        if (!said.model().isEmpty()) {
            text.append(" model=").append(ShownText.value(said.model()));
            text.append(" prompt_tokens=").append(said.promptTokens());
            text.append(" completion_tokens=").append(said.completionTokens());
            text.append(" queue_ms=").append(millis(said.queued()));
            text.append(" first_token_ms=").append(millis(said.first()));
        }
        text.append(" total_ms=").append(millis(said.total()));
        String reason = exchange.hasLeft() ? "client_left" : said.finishReason();
        return text.append(reason.isEmpty() ? "" : " finish=" + reason).toString();
    }

    private static String millis(long nanos) {
        return nanos < 0 ? "-" : String.format(Locale.ROOT, "%.1f", nanos / 1e6);
    }

    int runningCount() {
        return running.size();
    }

    List<ConnectionExchange> running() {
        return List.copyOf(running);
    }

    /** Waits until nothing is being answered; false when something still is then. */
    boolean awaitQuiet(long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        synchronized (running) {
            while (!running.isEmpty()) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                running.wait(left);
            }
        }
        return true;
    }
}
