package io.github.isotherm.serve;

import io.github.isotherm.wire.openai.endpoint.Endpoint;
import io.github.isotherm.wire.openai.endpoint.Failure;
import io.github.isotherm.wire.openai.endpoint.RefusedException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: requests one after the other, of which the next may come before the last is answered. Reading goes on while
 * an answer is made, which is how a client that leaves is noticed at once. Belongs to the connection's own thread, but for what
 * is said to be of any.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the channel, which is told
final class Connection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /** What may come ahead of its turn; of a client that sends more no more is read until then. */
    private static final long PIPELINED_BYTES = 1 << 20;
    /** What each part of a request costs beside its bytes. */
    private static final long PART_BYTES = 256;
    /** How long what is still being sent is passed over, so that the client reads its answer and not a reset. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private static final String USUAL_HEADERS = "authorization, content-type";

    private final ServerState server;
    private final ConnectionLimits limits;
    private final Channel channel;
    private final Deque<HttpObject> ahead = new ArrayDeque<>();
    private long aheadBytes;
    private boolean taking;
    private @Nullable Arrival arriving;
    private @Nullable ConnectionExchange current;
    private @Nullable Future<?> timer;
    private @Nullable Future<?> deadline;
    private boolean awaitsHead;
    private boolean discarding;
    private String askedHeaders = USUAL_HEADERS;
    private final ReadingPace pace;

    Connection(ServerState server, Channel channel) {
        this.server = server;
        this.channel = channel;
        limits = server.options().limits();
        pace = new ReadingPace(channel, limits.leastPace(), limits.stallTime());
    }

    /** How quickly the client takes what is sent. */
    ReadingPace pace() {
        return pace;
    }

    /** From any thread. */
    Channel channel() {
        return channel;
    }

    /** From any thread. */
    ConnectionLimits limits() {
        return limits;
    }

    /** From any thread. */
    Access access() {
        return server.access();
    }

    /** Which headers a page of another site may send. */
    String askedHeaders() {
        return askedHeaders;
    }

    /** Notes what is answered, where the log is to have it. From any thread. */
    void answering(ConnectionExchange exchange, byte[] text) {
        server.answering(exchange, text);
    }

    /** Whether another request may follow one. From any thread. */
    boolean keepsAlive(Arrival arrival) {
        return arrival.keepsAlive() && !server.isClosing() && !(arrival.refusal != null && arrival.hasBody());
    }

    private void timer(@Nullable Duration time, Runnable action) {
        Future<?> old = timer;
        if (old != null) {
            old.cancel(false);
        }
        timer = time == null ? null : channel.eventLoop().schedule(action, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void idle() {
        awaitsHead = false;
        timer(limits.idleTime(), channel::close);
    }

    /** Whether it is between two requests. */
    boolean isIdle() {
        return current == null && arriving == null && !discarding;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        idle();
    }

    /** Told of bytes before anybody has made sense of them. */
    void bytesCame() {
        if (isIdle() && !awaitsHead) {
            awaitsHead = true;
            timer(limits.headerTime(), this::headIsLate);
        }
    }

    private void headIsLate() {
        if (isIdle()) {
            refuse(late("headers", limits.headerTime()));
        }
    }

    private static RefusedException late(String what, Duration limit) {
        return new RefusedException(
                408, "The request's " + what + " did not come within " + limit.toMillis() + " ms; send them at once.");
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (discarding || !(message instanceof HttpObject part)) {
            ReferenceCountUtil.release(message);
            return;
        }
        ahead.add(part);
        aheadBytes += size(part);
        takeAll();
        if (aheadBytes > PIPELINED_BYTES) {
            channel.config().setAutoRead(false);
        }
    }

    private static long size(HttpObject part) {
        return PART_BYTES
                + (part instanceof HttpContent content ? content.content().readableBytes() : 0);
    }

    /** Takes what has come until a request must be answered first. What is answered meanwhile does not go deeper. */
    private void takeAll() {
        if (taking) {
            return;
        }
        taking = true;
        try {
            while (current == null && !ahead.isEmpty()) {
                HttpObject part = ahead.remove();
                aheadBytes -= size(part);
                try {
                    if (!discarding) {
                        take(part);
                    }
                } finally {
                    ReferenceCountUtil.release(part);
                }
            }
        } finally {
            taking = false;
        }
        if (ahead.isEmpty() && !channel.config().isAutoRead()) {
            channel.config().setAutoRead(true);
        }
    }

    private void take(HttpObject part) {
        DecoderResult read = part.decoderResult();
        if (read.isFailure()) {
            refuse(unreadable(read.cause()));
            return;
        }
        if (part instanceof HttpRequest request) {
            begin(request);
        }
        if (part instanceof HttpContent content && current == null && arriving != null) {
            add(content.content());
            if (part instanceof LastHttpContent && current == null && arriving != null) {
                finish();
            }
        }
    }

    private RefusedException unreadable(Throwable why) {
        if (why instanceof TooLongHttpLineException) {
            return new RefusedException(
                    414,
                    "The request's first line is longer than " + limits.headerBytes() + " bytes; shorten its address.");
        }
        if (why instanceof TooLongHttpHeaderException) {
            return new RefusedException(
                    431, "The request's headers are longer than " + limits.headerBytes() + " bytes; send fewer.");
        }
        return new RefusedException(400, "The request is not HTTP/1.1 that can be read; correct it.");
    }

    private void begin(HttpRequest request) {
        awaitsHead = false;
        Arrival arrival;
        try {
            arrival = Arrival.of(request);
        } catch (IllegalArgumentException e) {
            refuse(unreadable(e));
            return;
        }
        arriving = arrival;
        timer(limits.bodyTime(), this::bodyIsLate);
        try {
            check(arrival, request);
        } catch (RefusedException e) {
            arrival.refusal = e;
            if (arrival.hasBody()) {
                finish();
            }
            return;
        }
        if (HttpUtil.is100ContinueExpected(request)) {
            channel.writeAndFlush(
                    new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE),
                    channel.voidPromise());
        }
    }

    private void check(Arrival arrival, HttpRequest request) {
        access().checkPage(Arrival.header(request, HttpHeaderNames.HOST), arrival.origin());
        if (arrival.path().equals("*") && arrival.method().equals("OPTIONS")) {
            return;
        }
        Routes.Route route = server.routes().at(arrival.path());
        arrival.route = route;
        if (arrival.method().equals("OPTIONS")) {
            String asked = Arrival.header(request, HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS);
            askedHeaders = asked.isEmpty() ? USUAL_HEADERS : asked;
            return;
        }
        route.endpoint(arrival.method());
        if (!route.open()) {
            access().checkKey(Arrival.header(request, HttpHeaderNames.AUTHORIZATION));
            server.refuseWhileClosing();
        }
        String expected = Arrival.header(request, HttpHeaderNames.EXPECT);
        if (!expected.isEmpty() && !HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expected)) {
            throw new RefusedException(417, "The request's Expect header must be 100-continue.");
        }
        if (HttpUtil.isContentLengthSet(request) && HttpUtil.getContentLength(request) > limits.bodyBytes()) {
            throw tooLong();
        }
    }

    private RefusedException tooLong() {
        return new RefusedException(
                413, "The request is longer than " + limits.bodyBytes() + " bytes; shorten the prompt.");
    }

    private void add(ByteBuf bytes) {
        Arrival arrival = Objects.requireNonNull(arriving);
        int count = bytes.readableBytes();
        if (arrival.refusal != null || count == 0) {
            return;
        }
        if (arrival.length() + (long) count > limits.bodyBytes()) {
            arrival.refusal = tooLong();
            finish();
        } else if (!server.takeBody(count)) {
            arrival.refusal =
                    new RefusedException(503, "The server reads too much from others at once; ask again in a moment.");
            finish();
        } else {
            arrival.add(ByteBufUtil.getBytes(bytes));
        }
    }

    private void bodyIsLate() {
        Arrival arrival = arriving;
        if (arrival != null && current == null) {
            arrival.refusal = late("body", limits.bodyTime());
            finish();
        }
    }

    private void refuse(RefusedException why) {
        arriving = Arrival.unreadable(why);
        finish();
    }

    /** Everything of the request that will be read is there: it is answered. */
    private void finish() {
        timer(null, () -> {});
        Arrival arrival = Objects.requireNonNull(arriving);
        ConnectionExchange exchange = new ConnectionExchange(this, arrival);
        int held = arrival.length();
        exchange.onEnd(() -> server.giveBody(held));
        arriving = null;
        current = exchange;
        server.begun(exchange);
        RefusedException refusal = arrival.refusal;
        Routes.Route route = arrival.route;
        if (refusal != null) {
            exchange.fail(refusal);
        } else if (arrival.method().equals("OPTIONS")) {
            exchange.options(route == null ? "GET, HEAD, OPTIONS, POST" : route.allow());
        } else {
            Duration limit = server.options().timeout();
            if (limit != null) {
                deadline = channel.eventLoop()
                        .schedule(() -> exchange.expire(limit), limit.toNanos(), TimeUnit.NANOSECONDS);
            }
            dispatch(exchange, Objects.requireNonNull(route).endpoint(arrival.method()));
        }
    }

    private void dispatch(ConnectionExchange exchange, Endpoint endpoint) {
        try {
            server.workers().execute(() -> {
                try {
                    endpoint.handle(exchange);
                } catch (Throwable e) { // whatever it is, the client is told
                    exchange.fail(e);
                }
            });
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            exchange.fail(new RefusedException(503, "The server has too many requests; ask again in a moment."));
        }
    }

    /** Sends the last part of an answer; then the connection goes on, or ends. From any thread. */
    void last(ConnectionExchange exchange, Object part) {
        last(exchange, part, true);
    }

    /** Sends the last part of an answer that is not whole, behind which the connection ends. From any thread. */
    void breakOff(ConnectionExchange exchange, Object part) {
        last(exchange, part, false);
    }

    private void last(ConnectionExchange exchange, Object part, boolean whole) {
        if (channel.eventLoop().isShuttingDown() && !channel.isActive()) {
            ReferenceCountUtil.release(part);
            return;
        }
        // Told before a client that closes at once is seen to have left.
        ChannelPromise sending = channel.newPromise();
        sending.addListener(sent -> answered(exchange, sent.isSuccess(), whole));
        channel.writeAndFlush(part, sending);
    }

    private void answered(ConnectionExchange exchange, boolean sent, boolean whole) {
        if (current != exchange) {
            return;
        }
        if (!sent) {
            exchange.leave();
        }
        over(exchange);
        if (!sent) {
            channel.close();
        } else if (whole && keepsAlive(exchange.arrival())) {
            idle();
            takeAll();
        } else {
            linger();
        }
    }

    private void over(ConnectionExchange exchange) {
        current = null;
        Future<?> limit = deadline;
        deadline = null;
        if (limit != null) {
            limit.cancel(false);
        }
        server.over(exchange);
    }

    /** Says that no more is sent, and passes over what the client still sends. */
    private void linger() {
        discarding = true;
        dropAhead();
        channel.config().setAutoRead(true);
        timer(LINGER, channel::close);
        if (channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        } else {
            channel.close();
        }
    }

    private void dropAhead() {
        ahead.forEach(ReferenceCountUtil::release);
        ahead.clear();
        aheadBytes = 0;
    }

    /** Ends a connection that waits for nothing. */
    void closeIfIdle() {
        if (isIdle() && !awaitsHead) {
            channel.close();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        pace.writabilityChanged();
        ConnectionExchange exchange = current;
        if (exchange != null) {
            exchange.wake();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        timer(null, () -> {});
        pace.end();
        dropAhead();
        Arrival arrival = arriving;
        if (arrival != null) {
            server.giveBody(arrival.length());
            arriving = null;
        }
        ConnectionExchange exchange = current;
        if (exchange != null) {
            exchange.leave();
            over(exchange);
        }
    }

    /** A client that takes nothing of what waits for it has had its time. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent) {
            ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
            if (waiting != null && waiting.totalPendingWriteBytes() > 0) {
                channel.close();
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("A connection broke off", cause);
        context.close();
    }

    /**
     * Tells a connection that there are too many, and closes it; at once, or where there is room for that when the client has
     * had time to read it.
     */
    static void turnAway(Channel channel, RefusedException why, boolean lingers) {
        Failure failure = Failure.of(why);
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(failure.status()),
                ByteBufUtil.writeUtf8(channel.alloc(), failure.json()));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, ConnectionExchange.JSON)
                .set(HttpHeaderNames.RETRY_AFTER, "1")
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        HttpUtil.setContentLength(response, response.content().readableBytes());
        ChannelFuture sent = channel.writeAndFlush(response);
        if (lingers && channel instanceof DuplexChannel duplex) {
            sent.addListener(done -> duplex.shutdownOutput());
            channel.eventLoop().schedule(() -> channel.close(), LINGER.toNanos(), TimeUnit.NANOSECONDS);
        } else {
            sent.addListener(ChannelFutureListener.CLOSE);
        }
    }
}
