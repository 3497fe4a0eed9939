package io.github.isotherm.hub;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A body as it comes: little is fetched before it is wanted, and each {@value #STEP} bytes, or the rest, have a limited time to
 * come. The JDK's client limits the time until a body begins, not how long it takes.
 */
final class ArrivingBody implements BodySubscriber<ArrivingBody>, Closeable {
    private static final int STEP = 1024;
    private static final int AHEAD = 8;

    /** What the client brings: buffers, or the end with what failed, if anything did. */
    private record Arrival(
            List<ByteBuffer> buffers,
            boolean isEnd,
            @Nullable Throwable failure) {}

    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private volatile @Nullable Subscription subscription;
    private final Deque<ByteBuffer> buffers = new ArrayDeque<>();
    private final String host;
    private final Duration patience;
    private boolean isWhole;
    private long waited;
    private int sinceWaited;

    /** Of a host, named as it was reached. */
    ArrivingBody(String host, Duration patience) {
        this.host = host;
        this.patience = patience;
    }

    @Override
    public CompletionStage<ArrivingBody> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Subscription begun) {
        subscription = begun;
        begun.request(AHEAD);
    }

    @Override
    public void onNext(List<ByteBuffer> item) {
        arrivals.add(new Arrival(item, false, null));
    }

    @Override
    public void onError(Throwable failure) {
        arrivals.add(new Arrival(List.of(), true, failure));
    }

    @Override
    public void onComplete() {
        arrivals.add(new Arrival(List.of(), true, null));
    }

    /** Bytes that came, or -1 at the end. */
    int read(byte[] into, int most) throws IOException {
        while (buffers.isEmpty() || !buffers.element().hasRemaining()) {
            if (buffers.poll() == null && !await()) {
                return -1;
            }
        }
        ByteBuffer next = buffers.element();
        int count = Math.min(Math.min(into.length, most), next.remaining());
        next.get(into, 0, count);
        renew(count);
        return count;
    }

    /** All of it, at most so many bytes. */
    byte[] readAll(int most) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] piece = new byte[AHEAD * STEP];
        for (int read = read(piece, piece.length); read >= 0; read = read(piece, piece.length)) {
            if (all.size() + read > most) {
                throw HubFault.lasting(host + " sends more than the " + most + " bytes that such an answer may have");
            }
            all.write(piece, 0, read);
        }
        return all.toByteArray();
    }

    private void renew(int count) {
        sinceWaited += count;
        if (sinceWaited >= STEP) {
            sinceWaited = 0;
            waited = 0;
        }
    }

    /** Whether more is there. */
    private boolean await() throws IOException {
        if (!isWhole) {
            Arrival arrival = next();
            if (arrival.failure() != null) {
                throw HubFault.of(arrival.failure(), host, patience);
            }
            isWhole = arrival.isEnd();
            buffers.addAll(arrival.buffers());
        }
        return !isWhole;
    }

    private Arrival next() throws IOException {
        long before = System.nanoTime();
        Arrival arrival;
        try {
            arrival = arrivals.poll(patience.toNanos() - waited, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
        waited += System.nanoTime() - before;
        if (arrival == null) {
            throw HubFault.passing(host + " stopped: it sent " + (sinceWaited == 0 ? "nothing" : "less than 1 KiB")
                    + " for " + HubFault.seconds(patience));
        }
        if (subscription != null) {
            subscription.request(1);
        }
        return arrival;
    }

    /** Breaks the connection off where there is more. */
    @Override
    public void close() {
        if (!isWhole && subscription != null) {
            subscription.cancel();
        }
    }
}
