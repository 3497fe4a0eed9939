package io.github.isotherm.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.Patience;
import io.github.isotherm.error.BusyException;
import io.github.isotherm.error.CancelledException;
import io.github.isotherm.generate.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Another long text is being encoded all the while. */
class LongTextsTest {
    private static final String TEXT = "a".repeat(LongTexts.LONG);

    private final CountDownLatch done = new CountDownLatch(1);
    private CompletableFuture<String> other;

    @BeforeEach
    void another() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        other = CompletableFuture.supplyAsync(() -> LongTexts.inTurn(TEXT, () -> {}, () -> {
            begun.countDown();
            uninterruptibly(done);
            return "other";
        }));
        assertThat(begun.await(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @AfterEach
    void end() {
        done.countDown();
        assertThat(other.join()).isEqualTo("other");
    }

    @Test
    void aShortTextDoesNotWait() {
        assertThat(LongTexts.inTurn(TEXT.substring(1), () -> {}, () -> "short")).isEqualTo("short");
    }

    @Test
    void aLongTextWaitsForItsTurn() {
        AtomicBoolean asked = new AtomicBoolean();
        CompletableFuture<String> waiting =
                CompletableFuture.supplyAsync(() -> LongTexts.inTurn(TEXT, () -> asked.set(true), () -> "long"));
        Patience.until(asked::get);
        assertThat(waiting).isNotDone();
        done.countDown();
        assertThat(waiting.join()).isEqualTo("long");
    }

    @Test
    void oneThatWaitsIsStoppedByItsCancellation() {
        Cancellation cancellation = new Cancellation();
        AtomicBoolean asked = new AtomicBoolean();
        CompletableFuture<String> waiting = CompletableFuture.supplyAsync(() -> LongTexts.inTurn(
                TEXT,
                () -> {
                    asked.set(true);
                    cancellation.check();
                },
                () -> "long"));
        Patience.until(asked::get);
        cancellation.cancel();
        assertThatThrownBy(waiting::join).hasCauseInstanceOf(CancelledException.class);
    }

    @Test
    void oneThatWaitsIsStoppedByAnInterruptWhichStays() throws InterruptedException {
        AtomicBoolean stays = new AtomicBoolean();
        Thread waiting = new Thread(() -> {
            try {
                LongTexts.inTurn(TEXT, () -> {}, () -> "long");
            } catch (CancelledException e) {
                stays.set(Thread.currentThread().isInterrupted());
            }
        });
        waiting.start();
        waiting.interrupt();
        waiting.join(Patience.MILLIS);
        assertThat(stays).isTrue();
    }

    /** The native library cannot be stopped; who waits for it can. */
    @Test
    void oneThatIsEncodedIsLeftByItsCancellationAndTheNextWaitsForItsEnd() throws InterruptedException {
        done.countDown();
        other.join();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Cancellation cancellation = new Cancellation();
        CompletableFuture<String> left =
                CompletableFuture.supplyAsync(() -> LongTexts.inTurn(TEXT, cancellation::check, () -> {
                    begun.countDown();
                    uninterruptibly(end);
                    return "left";
                }));
        assertThat(begun.await(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
        cancellation.cancel();
        assertThatThrownBy(left::join).hasCauseInstanceOf(CancelledException.class);
        AtomicBoolean asked = new AtomicBoolean();
        CompletableFuture<String> next =
                CompletableFuture.supplyAsync(() -> LongTexts.inTurn(TEXT, () -> asked.set(true), () -> "next"));
        Patience.until(asked::get);
        assertThat(next).isNotDone();
        end.countDown();
        assertThat(next.join()).isEqualTo("next");
    }

    @Test
    void oneThatIsCancelledBeforeItsTurnIsNotEncoded() {
        AtomicBoolean encoded = new AtomicBoolean();
        AtomicBoolean asked = new AtomicBoolean();
        Cancellation cancellation = new Cancellation();
        CompletableFuture<String> waiting = CompletableFuture.supplyAsync(() -> LongTexts.inTurn(
                TEXT,
                () -> {
                    asked.set(true);
                    cancellation.check();
                },
                () -> {
                    encoded.set(true);
                    return "waiting";
                }));
        Patience.until(asked::get);
        cancellation.cancel();
        assertThatThrownBy(waiting::join).hasCauseInstanceOf(CancelledException.class);
        done.countDown();
        assertThat(LongTexts.inTurn(TEXT, () -> {}, () -> "behind it")).isEqualTo("behind it");
        assertThat(encoded).isFalse();
    }

    @Test
    void aShortTextIsNotEncodedWhereNobodyWantsIt() {
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();
        assertThatThrownBy(() -> LongTexts.inTurn("short", cancellation::check, () -> "encoded"))
                .isInstanceOf(CancelledException.class);
    }

    @Test
    void oneMoreThanMayWaitIsRefused() {
        List<Thread> waiting = new ArrayList<>();
        try {
            AtomicBoolean refused = new AtomicBoolean();
            for (int i = 0; i <= LongTexts.MOST_WAITING; i++) {
                Thread thread = new Thread(() -> {
                    try {
                        LongTexts.inTurn(TEXT, () -> {}, () -> "waited");
                    } catch (BusyException e) {
                        refused.set(true);
                    } catch (CancelledException e) {
                        // it was told to wait no longer
                    }
                });
                thread.start();
                waiting.add(thread);
            }
            Patience.until(refused::get);
        } finally {
            waiting.forEach(Thread::interrupt);
        }
    }

    private static void uninterruptibly(CountDownLatch latch) {
        try {
            assertThat(latch.await(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aFaultGivesTheTurnOn() {
        done.countDown();
        other.join();
        assertThatThrownBy(() -> LongTexts.inTurn(TEXT, () -> {}, () -> {
                    throw new IllegalStateException();
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(LongTexts.inTurn(TEXT, () -> {}, () -> "next")).isEqualTo("next");
    }
}
