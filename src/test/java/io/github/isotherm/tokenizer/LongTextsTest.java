package io.github.isotherm.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.Patience;
import io.github.isotherm.error.CancelledException;
import io.github.isotherm.generate.Cancellation;
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
            try {
                assertThat(done.await(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
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
