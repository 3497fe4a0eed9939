package io.github.isotherm.web;

import com.sun.net.httpserver.HttpExchange;
import io.github.isotherm.error.Sentence;
import io.github.isotherm.generate.Cancellation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * An answer that takes the model some time. While it is awaited something meaningless is sent now and then, which finds out
 * whether the client is still there; when it is not, the model stops.
 *
 * @param exchange the request
 * @param executor does the work
 */
record AwaitedReply(HttpExchange exchange, ExecutorService executor) {
    /** A client that asks for it gets, before binary numbers, any number of these words; see {@link #PING}. */
    static final String PINGS = "Isotherm-Pings";

    /** A NaN that no model computes. */
    static final byte[] PING = {(byte) 0xA5, (byte) 0xA5, (byte) 0xC1, (byte) 0x7F};
    /** Another: in place of numbers comes an error, as JSON with blanks at its end up to a whole word. */
    static final byte[] FAILED = {(byte) 0xA6, (byte) 0xA5, (byte) 0xC1, (byte) 0x7F};

    private static final byte[] BLANK = {'\n'};
    private static final long PING_MILLIS = 500;

    /** JSON, which may begin with blank lines. */
    void json(Function<Cancellation, String> work) throws IOException {
        answer(Reply.JSON, BLANK, cancellation -> work.apply(cancellation).getBytes(StandardCharsets.UTF_8));
    }

    void binary(Function<Cancellation, byte[]> work) throws IOException {
        boolean pings = exchange.getRequestHeaders().getFirst(PINGS) != null;
        answer(Reply.BINARY, pings ? PING : new byte[0], work);
    }

    private void answer(String type, byte[] ping, Function<Cancellation, byte[]> work) throws IOException {
        Cancellation cancellation = new Cancellation();
        try {
            Future<byte[]> body = submitted(() -> work.apply(cancellation));
            if (ping.length == 0 || isSoon(body)) {
                Reply.send(exchange, 200, type, result(body));
            } else {
                pinging(type, ping, body);
            }
        } finally {
            cancellation.cancel();
        }
    }

    private Future<byte[]> submitted(java.util.concurrent.Callable<byte[]> work) {
        try {
            return executor.submit(work);
        } catch (RejectedExecutionException e) {
            throw tooMany();
        }
    }

    static RefusedException tooMany() {
        return new RefusedException(
                503, Sentence.of("busy.threads", "The server has too many requests; ask again in a moment."));
    }

    private void pinging(String type, byte[] ping, Future<byte[]> body) throws IOException {
        try (OutputStream out = Reply.stream(exchange, type)) {
            do {
                out.write(ping);
                out.flush();
            } while (!isSoon(body));
            out.write(lateResult(type, body));
        }
    }

    /** When the answer has begun already, an error is told in it. */
    private static byte[] lateResult(String type, Future<byte[]> body) throws IOException {
        try {
            return result(body);
        } catch (RuntimeException | Error e) {
            byte[] told = Failure.of(e).late();
            return type.equals(Reply.BINARY) ? marked(told) : told;
        }
    }

    private static byte[] marked(byte[] json) {
        int words = (json.length + FAILED.length - 1) / FAILED.length;
        byte[] all = new byte[FAILED.length * (1 + words)];
        Arrays.fill(all, (byte) ' ');
        System.arraycopy(FAILED, 0, all, 0, FAILED.length);
        System.arraycopy(json, 0, all, FAILED.length, json.length);
        return all;
    }

    private static boolean isSoon(Future<byte[]> body) throws IOException {
        try {
            body.get(PING_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static byte[] result(Future<byte[]> body) throws IOException {
        try {
            return body.get();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IOException(e.getCause());
        }
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IOException("interrupted", e);
    }
}
