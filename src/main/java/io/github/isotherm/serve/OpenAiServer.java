package io.github.isotherm.serve;

import io.github.isotherm.error.IsothermException;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import io.github.isotherm.wire.openai.LogprobsMode;
import io.github.isotherm.wire.openai.endpoint.AnswerIds;
import io.github.isotherm.wire.openai.endpoint.ApplyTemplateEndpoint;
import io.github.isotherm.wire.openai.endpoint.ChatEndpoint;
import io.github.isotherm.wire.openai.endpoint.CompletionEndpoint;
import io.github.isotherm.wire.openai.endpoint.DetokenizeEndpoint;
import io.github.isotherm.wire.openai.endpoint.Models;
import io.github.isotherm.wire.openai.endpoint.RefusedException;
import io.github.isotherm.wire.openai.endpoint.TokenizeEndpoint;
import io.github.isotherm.wire.openai.endpoint.TokenizerInfoEndpoint;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** Serves models to clients of OpenAI's form. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the channel, which is told
public final class OpenAiServer implements AutoCloseable {
    private static final int IO_THREADS = 2;
    private static final int BACKLOG = 1024;
    /** Threads that answer, and receive what models tell; those that nobody needs end. */
    private static final int MOST_WORKERS = 4096;

    /** Netty's own bound, which closes the connection; ours is in bytes and does not. */
    private static final int PIPELINED = Integer.MAX_VALUE;

    private static final int LOW_WATER = 32 << 10;
    private static final int HIGH_WATER = 64 << 10;
    /** How long what was cut off may take to be told. */
    private static final long CUT_MILLIS = 2000;

    private final ServeOptions options;
    private final ServedModels models;
    private final ExecutorService workers;
    private final RequestLog log;
    private final EventLoopGroup loops;
    private final ServerState state;
    private final ServeMetrics metrics;
    private final Channel listening;
    private boolean closed;
    private boolean drained = true;

    private OpenAiServer(
            List<ModelSource> sources,
            long modelsMemory,
            ServeOptions options,
            Consumer<String> lines,
            Clock clock,
            Function<Serving, Routes> endpoints) {
        this.options = options;
        models = new ServedModels(sources, modelsMemory);
        workers = new ThreadPoolExecutor(
                0,
                MOST_WORKERS,
                30,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                new DefaultThreadFactory("isotherm-serve-worker", true));
        log = new RequestLog(lines);
        loops = new MultiThreadIoEventLoopGroup(
                IO_THREADS, new DefaultThreadFactory("isotherm-serve", true), NioIoHandler.newFactory());
        Routes routes = endpoints.apply(new Serving(models, workers, clock, options.processed()));
        Listening bound = new Listening();
        try {
            listening = bind(bound);
        } catch (RuntimeException e) {
            end();
            throw e;
        }
        state = new ServerState(options, routes, new Access(options, port()), workers, log);
        metrics = new ServeMetrics(models, state::connectionCount, state::runningCount);
        state.measure(metrics);
        long created = clock.instant().getEpochSecond();
        routes.open("/health", new HealthEndpoint(state::isClosing, models::isLoading))
                .get("/metrics", exchange -> exchange.reply(200, ServeMetrics.TYPE, metrics.text()))
                .get(ModelsEndpoint.PATH, new ModelsEndpoint(models, created))
                .get(ModelsEndpoint.PATH + "/*", new ModelsEndpoint(models, created));
        bound.state = state;
        listening.config().setAutoRead(true);
        listening.read();
    }

    /**
     * Starts serving.
     *
     * @param models opened when they are first asked for, closed with the server
     * @param modelsMemory bytes that the weights of open models may take, all together, ≥ 1
     * @param options where and how
     * @param log takes a line a request, on a thread of the server's
     * @return the running server
     * @throws IsothermException when the port cannot be used
     */
    public static OpenAiServer start(
            List<ModelSource> models, long modelsMemory, ServeOptions options, Consumer<String> log) {
        return start(models, modelsMemory, options, log, Clock.systemUTC(), OpenAiServer::endpoints);
    }

    /** As above, with another clock and other endpoints beside the server's own. */
    static OpenAiServer start(
            List<ModelSource> models,
            long modelsMemory,
            ServeOptions options,
            Consumer<String> log,
            Clock clock,
            Function<Serving, Routes> endpoints) {
        return new OpenAiServer(models, modelsMemory, options, log, clock, endpoints);
    }

    /** The endpoints that ask models, a line each. */
    private static Routes endpoints(Serving serving) {
        Models models = serving.models();
        LogprobsMode mode = serving.processed() ? LogprobsMode.PROCESSED : LogprobsMode.RAW;
        ProcessorCatalog catalog = ProcessorCatalog.standard();
        return new Routes()
                .post(
                        "/v1/chat/completions",
                        new ChatEndpoint(models, serving.workers(), catalog, mode, AnswerIds.random()))
                .post(
                        "/v1/completions",
                        new CompletionEndpoint(models, catalog, mode, serving.workers(), AnswerIds.random()))
                .post("/tokenize", new TokenizeEndpoint(models))
                .post("/detokenize", new DetokenizeEndpoint(models))
                .get("/tokenizer_info", new TokenizerInfoEndpoint(models))
                .post("/apply-template", new ApplyTemplateEndpoint(models));
    }

    private Channel bind(Listening initializer) {
        InetSocketAddress address = new InetSocketAddress(
                options.listen().address(), options.listen().port());
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(LOW_WATER, HIGH_WATER))
                .childHandler(initializer)
                .bind(address)
                .awaitUninterruptibly();
        Throwable why = bound.cause();
        if (why instanceof IOException e) {
            throw options.listen().unusable(e);
        }
        if (why != null) {
            throw new IsothermException("The server cannot listen (" + why.getMessage() + ").", why);
        }
        return bound.channel();
    }

    /** Sets up a connection. */
    private static final class Listening extends ChannelInitializer<SocketChannel> {
        private volatile @org.jspecify.annotations.Nullable ServerState state;

        @Override
        protected void initChannel(SocketChannel channel) {
            ServerState shared = java.util.Objects.requireNonNull(state);
            ConnectionLimits limits = shared.options().limits();
            InetAddress address = channel.remoteAddress().getAddress();
            RefusedException refusal = shared.enter(address);
            HttpDecoderConfig heads = new HttpDecoderConfig()
                    .setMaxInitialLineLength(limits.headerBytes())
                    .setMaxHeaderSize(limits.headerBytes());
            HttpServerCodec codec = new HttpServerCodec(heads, PIPELINED);
            if (refusal != null) {
                channel.pipeline().addLast(codec, new TurnedAway(shared, refusal));
                return;
            }
            channel.closeFuture().addListener(closed -> shared.exit(address));
            Connection connection = new Connection(shared, channel);
            shared.add(connection);
            channel.closeFuture().addListener(closed -> shared.remove(connection));
            channel.pipeline()
                    .addLast(
                            new Bytes(connection),
                            codec,
                            new IdleStateHandler(true, 0, limits.stallTime().toMillis(), 0, TimeUnit.MILLISECONDS),
                            connection);
        }
    }

    /** Tells the connection of bytes, both ways. */
    private static final class Bytes extends ChannelDuplexHandler {
        private final Connection connection;

        Bytes(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            connection.bytesCame();
            context.fireChannelRead(message);
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (message instanceof ByteBuf bytes) {
                connection.pace().wrote(bytes.readableBytes());
            }
            context.write(message, promise);
        }
    }

    /** One connection too many. */
    private static final class TurnedAway extends ChannelInboundHandlerAdapter {
        private final ServerState shared;
        private final RefusedException why;

        TurnedAway(ServerState shared, RefusedException why) {
            this.shared = shared;
            this.why = why;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            boolean lingers = shared.lingers();
            if (lingers) {
                context.channel().closeFuture().addListener(closed -> shared.lingered());
            }
            Connection.turnAway(context.channel(), why, lingers);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            io.netty.util.ReferenceCountUtil.release(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    /**
     * The port it listens on.
     *
     * @return the port, also where any free one was asked for
     */
    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /**
     * The address that clients take as their base, such as {@code http://127.0.0.1:8080/v1}; where all of this computer's
     * addresses are listened on, the loopback.
     *
     * @return an http address
     */
    public URI address() {
        return URI.create("http://" + options.listen().authority(port()) + "/v1");
    }

    /** What its connections share. */
    ServerState state() {
        return state;
    }

    /** Its models. */
    ServedModels models() {
        return models;
    }

    /**
     * Takes no new requests, lets those that run go on for as long as the options say, cancels what is left, and closes the
     * models. Closing again changes nothing.
     */
    @Override
    public void close() {
        closeDrained();
    }

    /**
     * As {@link #close}.
     *
     * @return whether every request was answered before its time was over
     */
    public synchronized boolean closeDrained() {
        if (closed) {
            return drained;
        }
        closed = true;
        state.closing();
        for (Connection connection : state.connections()) {
            connection.channel().eventLoop().execute(connection::closeIfIdle);
        }
        boolean interrupted = false;
        try {
            drained = state.awaitQuiet(options.drain().toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
            drained = state.runningCount() == 0;
        }
        cut();
        end();
        metrics.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return drained;
    }

    /** Ends what did not end by itself. */
    private void cut() {
        if (drained) {
            return;
        }
        for (ConnectionExchange exchange : state.running()) {
            exchange.stop(ServerState.cutOff());
        }
        try {
            state.awaitQuiet(CUT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end() {
        loops.shutdownGracefully(0, CUT_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly(CUT_MILLIS);
        models.close();
        workers.shutdownNow();
        log.close();
    }
}
