package io.github.isotherm.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.isotherm.LocalModel;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Serves the playground: its page and what the page asks the model. */
public final class PlaygroundServer implements AutoCloseable {
    private static final int MOST_THREADS = 64;
    private static final int BACKLOG = 64;
    /** Limits of the JDK's server, which it reads once: how long a request may take to arrive and an answer to leave. */
    private static final Map<String, String> LIMITS = Map.of(
            "sun.net.httpserver.maxReqTime", "20",
            "sun.net.httpserver.maxRspTime", "900",
            "sun.net.httpserver.idleInterval", "30",
            "sun.net.httpserver.nodelay", "true");

    private final HttpServer server;
    private final ThreadPoolExecutor executor;
    private final RequestGuard guard;
    private final Api api;
    private final LocalModel model;
    private final PageFiles files = new PageFiles();
    private final WebOptions options;

    private PlaygroundServer(HttpServer server, LocalModel model, WebOptions options, Clock clock) {
        this.server = server;
        this.options = options;
        executor = new ThreadPoolExecutor(0, MOST_THREADS, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "isotherm-web");
            thread.setDaemon(true);
            return thread;
        });
        guard = new RequestGuard(options, server.getAddress().getPort());
        this.model = model;
        api = new Api(model, ProcessorCatalog.standard(), executor, clock);
    }

    /**
     * Starts serving.
     *
     * @param model answers; stays open when the server closes
     * @param options where to listen
     * @return the running server
     * @throws io.github.isotherm.error.IsothermException when the port is taken
     */
    public static PlaygroundServer start(LocalModel model, WebOptions options) {
        return start(model, options, Clock.system(ZoneId.systemDefault()));
    }

    /** As above, with pictures of the clock's day. */
    static PlaygroundServer start(LocalModel model, WebOptions options, Clock clock) {
        LIMITS.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
        InetSocketAddress address = new InetSocketAddress(options.listen().address(), options.port());
        try {
            PlaygroundServer playground =
                    new PlaygroundServer(HttpServer.create(address, BACKLOG), model, options, clock);
            playground.begin();
            return playground;
        } catch (IOException e) {
            throw options.listen().unusable(e);
        }
    }

    private void begin() {
        server.setExecutor(executor);
        server.createContext("/", exchange -> serve(exchange, files::serve));
        server.createContext(
                "/api/",
                exchange -> serve(exchange, asked -> {
                    guard.checkToken(asked);
                    api.serve(asked);
                }));
        server.start();
    }

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private void serve(HttpExchange exchange, Answer answer) throws IOException {
        try (exchange) {
            try {
                guard.checkOrigin(exchange);
                answer.to(exchange);
            } catch (RuntimeException | Error e) {
                Reply.error(exchange, Failure.of(e));
            }
        }
    }

    /**
     * The address to open, with the token where one is needed; where all of this computer's addresses are listened on, the loopback.
     *
     * @return an http address
     */
    public URI address() {
        String token = options.token();
        return URI.create("http://" + options.listen().authority(port()) + "/"
                + (token == null ? "" : "#token=" + URLEncoder.encode(token, StandardCharsets.UTF_8)));
    }

    /**
     * The port it listens on.
     *
     * @return the port, also where any free one was asked for
     */
    public int port() {
        return server.getAddress().getPort();
    }

    /**
     * Whether no request is using the model.
     *
     * @return true when the model is free
     */
    boolean isIdle() {
        return model.isIdle();
    }

    /** Stops serving; what still runs is cancelled. */
    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
