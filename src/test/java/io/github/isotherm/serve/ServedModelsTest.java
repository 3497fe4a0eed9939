package io.github.isotherm.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.LocalModel;
import io.github.isotherm.Patience;
import io.github.isotherm.error.CancelledException;
import io.github.isotherm.error.ClosedException;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.wire.openai.endpoint.EventStream;
import io.github.isotherm.wire.openai.endpoint.Exchange;
import io.github.isotherm.wire.openai.endpoint.RefusedException;
import io.github.isotherm.wire.openai.endpoint.RequestNotes;
import io.github.isotherm.wire.openai.endpoint.ServedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Models by name: opened when asked for, closed for others, never while they are used. */
@Timeout(Patience.SECONDS)
class ServedModelsTest {
    private final List<String> opened = new ArrayList<>();

    private static final class Asked implements Exchange {
        private final Cancellation cancellation = new Cancellation();
        private final List<Runnable> endings = new ArrayList<>();
        private final RequestNotes notes = new RequestNotes();

        @Override
        public String method() {
            return "POST";
        }

        @Override
        public String path() {
            return "/";
        }

        @Override
        public Map<String, String> query() {
            return Map.of();
        }

        @Override
        public byte[] body() {
            return new byte[0];
        }

        @Override
        public Cancellation cancellation() {
            return cancellation;
        }

        @Override
        public void reply(int status, String json) {}

        @Override
        public void fail(Throwable error) {}

        @Override
        public RequestNotes notes() {
            return notes;
        }

        @Override
        public void onEnd(Runnable action) {
            endings.add(action);
        }

        @Override
        public EventStream stream() {
            throw new UnsupportedOperationException();
        }

        void end() {
            endings.forEach(Runnable::run);
        }
    }

    private ModelSource source(String name, long bytes) {
        return new ModelSource(name, bytes, () -> {
            synchronized (opened) {
                opened.add(name);
            }
            return ServedHere.open(name, ServedHere.scripted());
        });
    }

    private static void use(ServedModels models, String name) {
        Asked asked = new Asked();
        models.get(name, asked);
        asked.end();
    }

    @Test
    void aModelIsOpenedWhenItIsFirstAskedForAndOnce() {
        try (ServedModels models = new ServedModels(List.of(source("a", 1), source("b", 1)), 10)) {
            assertThat(opened).isEmpty();
            use(models, "b");
            use(models, "b");
            assertThat(opened).containsExactly("b");
            assertThat(models.open()).isEqualTo(1);
            assertThat(models.names()).containsExactly("a", "b");
        }
    }

    @Test
    void theOneThatWasNotUsedForLongestIsClosedFirst() {
        try (ServedModels models = new ServedModels(List.of(source("a", 4), source("b", 4), source("c", 4)), 8)) {
            use(models, "a");
            use(models, "b");
            use(models, "a");
            use(models, "c");
            use(models, "a");
            assertThat(opened).containsExactly("a", "b", "c");
            use(models, "b");
            assertThat(opened).containsExactly("a", "b", "c", "b");
            assertThat(models.open()).isEqualTo(2);
        }
    }

    @Test
    void noneIsClosedThatALargeOneLeavesRoomFor() {
        try (ServedModels models = new ServedModels(List.of(source("a", 2), source("b", 3), source("c", 5)), 10)) {
            use(models, "a");
            use(models, "b");
            use(models, "c");
            assertThat(models.open()).isEqualTo(3);
        }
    }

    @Test
    void aModelInUseIsNeverClosedAndTheOtherWaitsForIt() throws Exception {
        try (ServedModels models = new ServedModels(List.of(source("a", 6), source("b", 6)), 10)) {
            Asked first = new Asked();
            LocalModel a = models.get("a", first).model();
            CompletableFuture<ServedModel> second = CompletableFuture.supplyAsync(() -> models.get("b", new Asked()));
            Thread.sleep(50);
            assertThat(second).isNotDone();
            assertThat(a.isIdle()).isTrue();
            assertThat(a.logits('p')).hasSize(257);
            first.end();
            assertThat(second.get().name()).isEqualTo("b");
            assertThatThrownBy(() -> a.logits('p')).isInstanceOf(ClosedException.class);
        }
    }

    @Test
    void whoWaitsForAModelLeavesWithItsClient() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        ModelSource slow = new ModelSource("slow", 1, () -> {
            await(open);
            return ServedHere.open("slow", ServedHere.scripted());
        });
        try (ServedModels models = new ServedModels(List.of(slow), 10)) {
            Asked leaving = new Asked();
            CompletableFuture<ServedModel> left = CompletableFuture.supplyAsync(() -> models.get(null, leaving));
            CompletableFuture<ServedModel> staying = CompletableFuture.supplyAsync(() -> models.get(null, new Asked()));
            Patience.until(models::isLoading);
            leaving.cancellation().cancel();
            assertThatThrownBy(left::join).hasCauseInstanceOf(CancelledException.class);
            assertThat(staying).isNotDone();
            open.countDown();
            assertThat(staying.get().name()).isEqualTo("slow");
            assertThat(models.isLoading()).isFalse();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatCannotBeOpenedIsToldAndTriedAgain() {
        AtomicInteger tries = new AtomicInteger();
        ModelSource broken = new ModelSource("broken", 1, () -> {
            if (tries.incrementAndGet() == 1) {
                throw new ModelException("of a test");
            }
            return ServedHere.open("broken", ServedHere.scripted());
        });
        try (ServedModels models = new ServedModels(List.of(broken), 10)) {
            assertThatThrownBy(() -> use(models, "broken")).hasMessage("of a test");
            use(models, "broken");
            assertThat(tries.get()).isEqualTo(2);
        }
    }

    @Test
    void aNameMustBeSaidWhereThereAreSeveral() {
        try (ServedModels models = new ServedModels(List.of(source("a", 1), source("b", 1)), 10)) {
            assertThatThrownBy(() -> models.get(null, new Asked()))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage(
                            "The field model is missing but must be one of a, b; leave it out only where one model is"
                                    + " served.");
            assertThatThrownBy(() -> models.get("c", new Asked()))
                    .isInstanceOfSatisfying(RefusedException.class, refused -> {
                        assertThat(refused.status()).isEqualTo(404);
                        assertThat(refused.code()).isEqualTo("model_not_found");
                    });
        }
    }

    @Test
    void modelsThatCannotBeServedTogetherAreRefused() {
        assertThatThrownBy(() -> new ServedModels(List.of(source("a", 1), source("a", 2)), 10))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("Two models are called a");
        assertThatThrownBy(() -> new ServedModels(List.of(source("a", 11 << 20)), 10 << 20))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("weights of 11 MB, more than the 10 MB of --models-memory");
        assertThatThrownBy(() -> new ServedModels(List.of(), 10)).hasMessageContaining("No model is given");
    }

    @Test
    @SuppressWarnings("try") // what is closed early is what is tested
    void closingTellsWhoWaits() {
        try (ServedModels models = new ServedModels(List.of(source("a", 6), source("b", 6)), 10)) {
            models.get("a", new Asked());
            CompletableFuture<ServedModel> waiting = CompletableFuture.supplyAsync(() -> models.get("b", new Asked()));
            models.close();
            assertThatThrownBy(waiting::join).hasCauseInstanceOf(ClosedException.class);
            assertThat(models.open()).isZero();
        }
    }
}
