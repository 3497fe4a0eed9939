package io.github.isotherm.serve;

import io.github.isotherm.error.CancelledException;
import io.github.isotherm.wire.openai.endpoint.EventStream;
import io.github.isotherm.wire.openai.endpoint.Failure;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An answer in events on a connection. It begins with its first event or comment: what fails before that has a status of its own.
 * A sender waits while more waits for the client than the connection's water mark; the connection's thread never does.
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
    private @Nullable HttpResponse unsent;
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
        unsent = head;
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
        writeHead();
        channel.writeAndFlush(content(bytes), channel.voidPromise());
    }

    private void writeHead() {
        HttpResponse head = unsent;
        unsent = null;
        if (head != null) {
            exchange.begun(head.status().code());
            channel.write(head, channel.voidPromise());
        }
    }

    private static HttpContent content(byte[] bytes) {
        return new DefaultHttpContent(Unpooled.wrappedBuffer(bytes));
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
        if (ends()) {
            writeHead();
            channel.write(content(DONE), channel.voidPromise());
            connection.last(exchange, LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }

    @Override
    public synchronized void fail(Throwable error) {
        if (!ends()) {
            return;
        }
        Failure failure = Failure.of(error);
        if (unsent != null) {
            unsent = null;
            exchange.answer(failure);
        } else {
            connection.breakOff(exchange, content(bytes("data: " + failure.json() + "\n\n")));
        }
    }

    private boolean ends() {
        if (ended) {
            return false;
        }
        ended = true;
        quiet();
        notifyAll();
        return true;
    }
}
