package io.github.isotherm.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.CancelledException;
import io.github.isotherm.error.ClosedException;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.StateMemoryException;
import java.util.ArrayList;
import java.util.Collections;
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

    /** Room for so many tokens, at a byte a token. */
    private SessionPool poolOf(int sessions, int tokens) {
        model.bytesPerToken = 1;
        return new SessionPool(model, new PoolOptions(sessions, tokens));
    }

    @Test
    void whatCanNeverFitIsRefusedWithNeedAndBudget() {
        try (SessionPool pool = poolOf(1, 20)) {
            assertThatThrownBy(() -> pool.use(NO_PROMPT, StateDemand.of(21), Session::rows))
                    .isInstanceOfSatisfying(StateMemoryException.class, e -> {
                        assertThat(e.neededBytes()).isEqualTo(21);
                        assertThat(e.allowedBytes()).isEqualTo(20);
                    })
                    .hasMessageContaining("A sequence of 21 tokens")
                    .hasMessageContaining("needs 21 bytes")
                    .hasMessageContaining("budget is 20 bytes")
                    .hasMessageContaining("--kv-memory");
            assertThatThrownBy(() -> pool.use(NO_PROMPT, StateDemand.of(5).withRows(2, 4, 8), Session::rows))
                    .isInstanceOf(StateMemoryException.class)
                    .hasMessageContaining("3 sequences of 8 tokens")
                    .hasMessageContaining("need 21 bytes");
            assertThat(pool.<Integer>use(NO_PROMPT, StateDemand.of(20), Session::rows))
                    .isEqualTo(1);
        }
    }

    @Test
    void rowsGetTheMemoryThatIsLeft() {
        try (SessionPool pool = poolOf(1, 40)) {
            StateDemand demand = StateDemand.of(10).withRows(2, 9, 7);
            assertThat(pool.<Integer>use(NO_PROMPT, demand, session -> session.forkableRows(7)))
                    .isEqualTo(4);
            assertThat(pool.<Integer>use(NO_PROMPT, demand.withRows(2, 3, 7), session -> session.forkableRows(7)))
                    .isEqualTo(3);
            assertThatThrownBy(() -> pool.use(NO_PROMPT, demand, session -> session.forkableRows(8)))
                    .isInstanceOf(InvalidValueException.class);
        }
    }

    @Test
    void idleSessionsGoWhereTheirMemoryIsNeededTheOldestFirst() {
        try (SessionPool pool = poolOf(3, 20)) {
            prefill(pool, 1, 1, 1, 1);
            prefill(pool, 2, 2, 2, 2);
            prefill(pool, 3, 3, 3, 3);
            assertThat(model.open).hasValue(3);
            pool.use(new int[] {3, 3, 3, 3}, StateDemand.of(15), session -> 0);
            assertThat(model.open).hasValue(2);
            model.fed.clear();
            prefill(pool, 2, 2, 2, 2);
            prefill(pool, 1, 1, 1, 1);
        }
        assertThat(model.fed).containsExactly(new int[] {2, 2}, new int[] {1, 1, 1, 1});
    }

    /** A session keeps the room that it once had, which counts. */
    @Test
    void aSessionThatBecameTooLargeIsNotLentAgain() {
        try (SessionPool pool = poolOf(1, 30)) {
            int[] prompt = {1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0};
            pool.use(prompt, StateDemand.of(20), session -> Prefill.feed(session, prompt));
            int[] shorter = {1, 2, 3, 0};
            assertThat(pool.<Integer>use(shorter, StateDemand.of(4), Session::length))
                    .isEqualTo(2);
            StateDemand rows = StateDemand.of(4).withRows(2, 2, 10);
            assertThat(pool.<Integer>use(shorter, rows, Session::length)).isZero();
        }
    }

    /** The third would fit beside the first, but the second came before it. */
    @Test
    void workRunsInOrderOfArrivalAlsoWhereItWaitsForMemory() throws Exception {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch first = new CountDownLatch(1);
        try (SessionPool pool = poolOf(3, 20)) {
            List<Thread> threads = new ArrayList<>();
            for (int tokens : new int[] {9, 12, 11}) {
                Thread thread = new Thread(() -> pool.use(NO_PROMPT, StateDemand.of(tokens), session -> {
                    order.add(tokens);
                    await(tokens == 9 ? first : new CountDownLatch(0));
                    return 0;
                }));
                thread.start();
                threads.add(thread);
                while (thread.getState() != Thread.State.WAITING) {
                    Thread.sleep(1);
                }
            }
            assertThat(order).containsExactly(9);
            first.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(order).containsExactly(9, 12, 11);
    }

    @Test
    void closingRefusesWhatWaits() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        SessionPool pool = poolOf(1, 20);
        Thread running = new Thread(() -> pool.use(NO_PROMPT, ONE, session -> await(first)));
        running.start();
        while (running.getState() != Thread.State.WAITING) {
            Thread.sleep(1);
        }
        CompletableFuture<Integer> waiting =
                CompletableFuture.supplyAsync(() -> pool.use(NO_PROMPT, ONE, Session::rows));
        Thread closing = new Thread(pool::close);
        closing.start();
        assertThatThrownBy(waiting::join).hasCauseInstanceOf(ClosedException.class);
        assertThat(closing.isAlive()).isTrue();
        first.countDown();
        closing.join();
        assertThat(model.open).hasValue(0);
    }

    private static int await(CountDownLatch latch) {
        try {
            latch.await();
            return 0;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void prefill(SessionPool pool, int... prompt) {
        pool.use(prompt, StateDemand.of(prompt.length), session -> Prefill.feed(session, prompt));
    }

    @Test
    void needsRoomForOne() {
        assertThatThrownBy(() -> pool(0)).hasMessageContaining("sessions is 0 but must be");
        assertThatThrownBy(() -> PoolOptions.defaults().withStateBytes(-1))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("stateBytes is -1");
    }
}
