package io.github.isotherm.serve;

import io.github.isotherm.error.CancelledException;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An answer in events on a connection. A sender waits while more waits for the client than the connection's water mark; the
 * connection's thread never does.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the channel, which is told
final class ConnectionEvents implements EventStream {
    private static final long PING_MILLIS = 2000;
    private static final byte[] PING = bytes(": ping\n\n");
    private static final byte[] DONE = bytes("data: [DONE]\n\n");

    private final ConnectionExchange exchange;
    private final Connection connection;
    private final Channel channel;
    private boolean ended;
    private @Nullable Future<?> pings;

    ConnectionEvents(ConnectionExchange exchange, Connection connection) {
        this.exchange = exchange;
        this.connection = connection;
        channel = connection.channel();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** One that nobody reads. */
    synchronized ConnectionEvents left() {
        ended = true;
        return this;
    }

    synchronized void begin(HttpResponse head) {
        channel.writeAndFlush(head, channel.voidPromise());
        pings = channel.eventLoop().scheduleAtFixedRate(this::ping, PING_MILLIS, PING_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void ping() {
        if (pings != null && !ended && channel.isWritable()) {
            write(PING);
        }
    }

    private void quiet() {
        Future<?> sent = pings;
        pings = null;
        if (sent != null) {
            sent.cancel(false);
        }
    }

    private void write(byte[] bytes) {
        channel.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes)), channel.voidPromise());
    }

    @Override
    public synchronized void send(String json) {
        awaitRoom();
        quiet();
        byte[] event = bytes("data: " + json + "\n\n");
        connection.answering(exchange, event);
        write(event);
    }

    private void awaitRoom() {
        long end = System.nanoTime() + connection.limits().stallTime().toNanos();
        while (!ended && channel.isActive() && !channel.isWritable()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                channel.close();
                throw new CancelledException("The client reads too slowly.");
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancelledException();
            }
        }
        if (ended || !channel.isActive()) {
            throw new CancelledException("The client has left.");
        }
    }

    /** A sender that waits looks again. */
    synchronized void wake() {
        if (!channel.isActive()) {
            quiet();
        }
        notifyAll();
    }

    @Override
    public synchronized void end() {
        finish(DONE);
    }

    @Override
    public synchronized void fail(Throwable error) {
        if (!ended) {
            finish(bytes("data: " + Failure.of(error).json() + "\n\ndata: [DONE]\n\n"));
        }
    }

    private void finish(byte[] bytes) {
        if (!ended) {
            ended = true;
            quiet();
            notifyAll();
            channel.write(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes)), channel.voidPromise());
            connection.last(exchange, LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }
}
