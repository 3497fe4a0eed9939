package io.github.isotherm.onnx;

import static io.github.isotherm.onnx.Models.randomIds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.CancelledException;
import io.github.isotherm.error.ClosedException;
import io.github.isotherm.generate.PoolOptions;
import io.github.isotherm.generate.Prefill;
import io.github.isotherm.generate.Session;
import io.github.isotherm.generate.SessionPool;
import io.github.isotherm.generate.StateDemand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Eight threads open, run, fork, drop rows, cancel and close; nothing crashes, nothing is left behind. */
@Timeout(120)
interface StressLaws {
    int THREADS = 8;

    Path folder();

    /** How often a model is opened and closed under the threads, and how long they have each time. */
    int rounds();

    int milliseconds();

    @Test
    default void sessionsOfEightThreads() throws Exception {
        for (int round = 0; round < rounds(); round++) {
            OnnxModel model = Models.open(folder(), round % 2 == 0);
            run(model, model::close, (number, cancelling) -> {
                Random random = new Random(number);
                try (Session session = model.openSession(1)) {
                    work(model, session, random, 1 + random.nextInt(4), cancelling);
                }
            });
        }
    }

    /** Idle sessions are dropped, and rows wait or are fewer, as memory is for two or three sequences. */
    @Test
    default void aPoolWithLittleMemory() throws Exception {
        for (int round = 0; round < rounds(); round++) {
            OnnxModel model = Models.open(folder(), round % 2 == 0);
            long budget = 4 * model.stateBytes(1, 100);
            SessionPool pool = new SessionPool(model, new PoolOptions(3, budget));
            StateDemand demand = StateDemand.of(100).withRows(1, 4, 100);
            Runnable close = () -> {
                pool.close();
                model.close();
            };
            run(model, close, (number, cancelling) -> {
                Random random = new Random(number);
                pool.use(randomIds(20, 64, random.nextInt(3)), demand, session -> {
                    work(model, session, random, session.forkableRows(100), cancelling);
                    return 0;
                });
            });
        }
    }

    /** What a thread does again and again. */
    interface Work {
        void run(int number, ScheduledExecutorService cancelling);
    }

    private void run(OnnxModel model, Runnable close, Work work) throws Exception {
        ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS + 2);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                running.add(threads.submit(() -> {
                    for (int i = 0; ; i++) {
                        try {
                            work.run(number + i * THREADS, threads);
                        } catch (CancelledException e) {
                            assertThat(e).isNotNull();
                        }
                    }
                }));
            }
            Thread.sleep(milliseconds());
            close.run();
            for (Future<?> one : running) {
                assertThatThrownBy(one::get).hasCauseInstanceOf(ClosedException.class);
            }
            assertThat(model.memory().lentBytes()).isZero();
        } finally {
            threads.shutdownNow();
        }
    }

    private static void work(
            OnnxModel model, Session session, Random random, int rows, ScheduledExecutorService cancelling) {
        if (random.nextInt(3) == 0) {
            cancelling.schedule(session::cancel, random.nextInt(3), TimeUnit.MILLISECONDS);
        }
        int[] prompt = randomIds(session.length() + 2 + random.nextInt(20), 64, random.nextInt(3));
        Prefill.feed(session, prompt);
        try (Session fork = session.fork(rows)) {
            for (int step = 0; step < 4; step++) {
                int[][] tokens = new int[fork.rows()][];
                Arrays.fill(tokens, new int[] {step});
                fork.feed(tokens, 1);
                int kept = 1 + random.nextInt(fork.rows());
                int last = fork.rows() - 1;
                fork.retain(IntStream.range(0, kept)
                        .map(place -> place == 0 ? last : place)
                        .distinct()
                        .toArray());
            }
        }
        session.rewind(random.nextInt(session.length()));
        assertThat(model.memory().lentBytes()).isNotNegative();
    }
}
