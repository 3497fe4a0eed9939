package io.github.isotherm.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.CancelledException;
import io.github.isotherm.error.ClosedException;
import io.github.isotherm.error.InvalidValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SessionPoolTest {
    private final ScriptedModel model = new ScriptedModel(4, 100, sequence -> new float[4]);

    private static final int[] NO_PROMPT = {};
    private static final StateDemand ONE = StateDemand.of(10);

    private SessionPool pool(int sessions) {
        return new SessionPool(model, PoolOptions.defaults().withSessions(sessions));
    }

    @Test
    void closesTheSessionWhateverTheWorkDoes() {
        try (SessionPool pool = pool(1)) {
            assertThatThrownBy(() -> pool.use(NO_PROMPT, ONE, session -> {
                        throw new IllegalStateException("work");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(pool.<Integer>use(NO_PROMPT, ONE, Session::rows)).isEqualTo(1);
        }
        assertThat(model.open).hasValue(0);
    }

    @Test
    void runsOnlySoManyAtOnce() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (SessionPool pool = pool(2)) {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                all.add(CompletableFuture.runAsync(() -> pool.use(NO_PROMPT, ONE, session -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    session.feed(new int[][] {{1, 2}}, 1);
                    return running.decrementAndGet();
                })));
            }
            all.forEach(CompletableFuture::join);
        }
        assertThat(most.get()).isBetween(1, 2);
        assertThat(model.open).hasValue(0);
    }

    @Test
    void refusesWorkOnceClosed() {
        SessionPool pool = pool(1);
        pool.close();
        pool.close();
        assertThatThrownBy(() -> pool.use(NO_PROMPT, ONE, Session::rows))
                .isInstanceOf(ClosedException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void closingCancelsWhatRunsAndWaitsForIt() throws Exception {
        SessionPool pool = pool(1);
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<Integer> work = CompletableFuture.supplyAsync(() -> pool.use(NO_PROMPT, ONE, session -> {
            started.countDown();
            for (int i = 0; i < 1_000_000; i++) {
                session.feed(new int[][] {{1}}, 1);
                session.rewind(0);
            }
            return 0;
        }));
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
        pool.close();
        assertThat(model.open).hasValue(0);
        assertThatThrownBy(work::join).hasCauseInstanceOf(CancelledException.class);
    }

    @Test
    void theBeginningOfAPromptIsFedOnce() {
        try (SessionPool pool = pool(1)) {
            prefill(pool, 1, 2, 3, 0, 1);
            prefill(pool, 1, 2, 3, 3, 3);
            prefill(pool, 1, 2, 3, 3, 3);
            prefill(pool, 1, 2);
            prefill(pool, 1, 2, 3);
        }
        assertThat(model.fed)
                .containsExactly(
                        new int[] {1, 2, 3, 0, 1}, new int[] {3, 3}, new int[] {3, 3}, new int[] {1, 2}, new int[] {2, 3
                        });
        assertThat(model.open).hasValue(0);
    }

    @Test
    void whatWasFedAloneIsFedAgain() {
        try (SessionPool pool = pool(1)) {
            prefill(pool, 1);
            prefill(pool, 1, 2, 3, 0);
            pool.use(new int[] {1, 2, 3, 0}, ONE, session -> {
                Prefill.feed(session, new int[] {1, 2, 3, 0});
                session.feed(new int[][] {{1}}, 1);
                return session.feed(new int[][] {{2}}, 1);
            });
            prefill(pool, 1, 2, 3, 0, 1, 2, 3);
        }
        assertThat(model.fed)
                .containsExactly(
                        new int[] {1},
                        new int[] {1, 2, 3, 0},
                        new int[] {3, 0},
                        new int[] {1},
                        new int[] {2},
                        new int[] {1, 2, 3});
    }

    @Test
    void aCancelledSessionIsNotLentAgain() {
        try (SessionPool pool = pool(1)) {
            pool.use(NO_PROMPT, ONE, session -> {
                session.cancel();
                return 0;
            });
            assertThat(model.open).hasValue(0);
            prefill(pool, 1, 2);
        }
    }

    @Test
    void aLateCancellationStopsNobodyElse() {
        try (SessionPool pool = pool(1)) {
            Session first = pool.use(NO_PROMPT, ONE, session -> session);
            first.cancel();
            prefill(pool, 1, 2);
        }
    }

    private static void prefill(SessionPool pool, int... prompt) {
        pool.use(prompt, ONE, session -> Prefill.feed(session, prompt));
    }

    @Test
    void needsRoomForOne() {
        assertThatThrownBy(() -> pool(0)).isInstanceOf(InvalidValueException.class);
    }
}
