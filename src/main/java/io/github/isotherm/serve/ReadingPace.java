package io.github.isotherm.serve;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends the connection of a client that takes its answer by drops: while more than the water mark waits for it, it takes so many
 * bytes a second, on average over each span of time. Belongs to the connection's own thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the channel, which is told
final class ReadingPace {
    private final Channel channel;
    private final long least;
    private final long nanos;
    private long written;
    private long taken;
    private @Nullable Future<?> check;

    ReadingPace(Channel channel, int bytesPerSecond, Duration span) {
        this.channel = channel;
        nanos = span.toNanos();
        least = (long) (bytesPerSecond * (nanos / 1e9));
    }

    /** Bytes were handed to the connection. */
    void wrote(int bytes) {
        written += bytes;
    }

    /** More or less waits than the water mark. */
    void writabilityChanged() {
        if (channel.isWritable()) {
            end();
        } else if (check == null) {
            taken = takenSoFar();
            check = channel.eventLoop().scheduleAtFixedRate(this::check, nanos, nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void check() {
        long now = takenSoFar();
        if (now - taken < least) {
            channel.close();
        }
        taken = now;
    }

    private long takenSoFar() {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        if (waiting == null) {
            return written;
        }
        long[] left = {written};
        try {
            waiting.forEachFlushedMessage(message -> {
                if (message instanceof ByteBuf bytes) {
                    left[0] -= bytes.readableBytes();
                }
                return true;
            });
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return left[0];
    }

    /** Nothing is to be watched any more. */
    void end() {
        Future<?> watching = check;
        check = null;
        if (watching != null) {
            watching.cancel(false);
        }
    }
}
