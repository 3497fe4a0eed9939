package io.github.isotherm.onnx;

import static io.github.isotherm.onnx.Models.randomIds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.Patience;
import io.github.isotherm.error.CancelledException;
import io.github.isotherm.error.ClosedException;
import io.github.isotherm.generate.Feed;
import io.github.isotherm.generate.Sequence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Eight threads open, run, fork, interrupt, widen and close; nothing crashes, nothing is left behind. */
@Timeout(Patience.SECONDS)
interface StressLaws {
    int THREADS = 8;

    Path folder();

    /** How often a model is opened and closed under the threads, and how long they have each time. */
    int rounds();

    int milliseconds();

    @Test
    default void sequencesOfEightThreads() throws Exception {
        for (int round = 0; round < rounds(); round++) {
            OnnxModel model = Models.open(folder(), round % 2 == 0);
            run(model, model::close, (number, cancelling) -> {
                Random random = new Random(number);
                try (Sequence sequence = model.open()) {
                    work(model, sequence, random, 1 + random.nextInt(4), cancelling);
                }
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
            OnnxModel model, Sequence sequence, Random random, int rows, ScheduledExecutorService cancelling) {
        if (random.nextInt(3) == 0) {
            cancelling.schedule(model::interrupt, random.nextInt(3), TimeUnit.MILLISECONDS);
        }
        if (random.nextInt(50) == 0) {
            model.widen(1 + random.nextInt(4));
        }
        Models.run(model, sequence, randomIds(2 + random.nextInt(20), 64, random.nextInt(3)), 1);
        List<Sequence> forks = new ArrayList<>();
        try {
            for (int row = 0; row < rows; row++) {
                forks.add(sequence.fork(1 + random.nextInt(sequence.length())));
            }
            for (int step = 0; !forks.isEmpty(); step++) {
                int[] token = {step};
                model.run(forks.stream().map(fork -> new Feed(fork, token, 1)).toList());
                forks.remove(random.nextInt(forks.size())).close();
            }
        } finally {
            forks.forEach(Sequence::close);
        }
        sequence.rewind(random.nextInt(sequence.length()));
        assertThat(model.memory().lentBytes()).isNotNegative();
    }
}
