package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.CancelledException;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.generate.ScriptedModel;
import io.github.isotherm.generate.TextCodec;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever waits for a model can leave; what is opened in vain is closed. */
class OpeningTest {
    private static final Path PLACE = Path.of("some/model");

    private final CountDownLatch mayOpen = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    private interface ClosedCodec extends TextCodec, AutoCloseable {
        @Override
        void close();
    }

    /** Parts that tell when they are closed. */
    private ModelParts parts() {
        ClosedCodec codec = new ClosedCodec() {
            @Override
            public int[] encode(String text) {
                return new int[0];
            }

            @Override
            public String decode(int[] ids) {
                return "";
            }

            @Override
            public void close() {
                closed.countDown();
            }
        };
        return new ModelParts(
                "model",
                new ScriptedModel(2, 8, ids -> new float[2]),
                codec,
                null,
                SamplingSettings.NONE,
                List.of(),
                null);
    }

    private ModelParts slowly() {
        try {
            assertThat(mayOpen.await(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return parts();
    }

    private void isClosedWhenItIsThere() throws InterruptedException {
        assertThat(closed.getCount()).isOne();
        mayOpen.countDown();
        assertThat(closed.await(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void givesWhatItOpens() {
        ModelParts parts = parts();
        assertThat(Opening.within(null, PLACE, () -> parts)).isSameAs(parts);
        assertThat(Opening.within(Duration.ofDays(200_000), PLACE, () -> parts)).isSameAs(parts);
        assertThat(closed.getCount()).isOne();
    }

    @Test
    void whatIsNotOpenInTimeIsAnErrorAndIsClosedWhenItIsThere() throws InterruptedException {
        assertThatThrownBy(() -> Opening.within(Duration.ofMillis(20), PLACE, this::slowly))
                .isInstanceOf(ModelException.class)
                .hasMessage(PLACE + " is not open after 20 ms; allow more time for opening, or open another graph.");
        isClosedWhenItIsThere();
    }

    @Test
    void anInterruptEndsTheWaitAndStays() throws InterruptedException {
        AtomicBoolean stays = new AtomicBoolean();
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                Opening.within(null, PLACE, this::slowly);
            } catch (CancelledException e) {
                stays.set(Thread.currentThread().isInterrupted());
                thrown.complete(e);
            }
        });
        caller.start();
        caller.interrupt();
        assertThat(thrown.join()).hasMessage("Opening " + PLACE + " was interrupted.");
        assertThat(stays).isTrue();
        isClosedWhenItIsThere();
    }

    @Test
    void whatOpeningThrowsIsThrownOn() {
        ModelException wrong = new ModelException("No such model.");
        StackOverflowError deep = new StackOverflowError();
        assertThatThrownBy(() -> Opening.within(null, PLACE, () -> {
                    throw wrong;
                }))
                .isSameAs(wrong);
        assertThatThrownBy(() -> Opening.within(Duration.ofMinutes(5), PLACE, () -> {
                    throw deep;
                }))
                .isSameAs(deep);
    }

    @Test
    void opensWithTheCallersClassLoader() throws Exception {
        Thread here = Thread.currentThread();
        ClassLoader before = here.getContextClassLoader();
        try (URLClassLoader own = new URLClassLoader(new URL[0])) {
            here.setContextClassLoader(own);
            CompletableFuture<ClassLoader> seen = new CompletableFuture<>();
            Opening.within(null, PLACE, () -> {
                seen.complete(Thread.currentThread().getContextClassLoader());
                return parts();
            });
            assertThat(seen.join()).isSameAs(own);
        } finally {
            here.setContextClassLoader(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S"})
    void aLimitIsLongerThanZero(String limit) {
        assertThatThrownBy(() -> EngineOptions.defaults().withOpenTimeout(Duration.parse(limit)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("openTimeout is " + Duration.parse(limit))
                .hasMessageContaining("longer than zero");
    }
}
