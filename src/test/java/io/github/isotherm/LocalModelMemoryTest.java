package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.GenerationListener;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Many short requests at once: native memory stays what the first ones took. */
class LocalModelMemoryTest {
    private static final Path MODEL = Path.of("src", "test", "resources", "fixtures", "tiny-gqa");
    private static final int THREADS = 8;
    private static final int REQUESTS = 50;
    private static final int PROMPT = 12;
    private static final int STEPS = 6;

    private static long nativeBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    /** What other tests of this JVM left is freed in its own time: waits until nothing is freed any more. */
    private static long settledNativeBytes() throws InterruptedException {
        long before = Long.MAX_VALUE;
        long now = nativeBytes();
        while (now < before) {
            before = now;
            System.gc();
            Thread.sleep(100);
            now = nativeBytes();
        }
        return now;
    }

    private static void requests(LocalModel model, int thread) {
        Random random = new Random(thread);
        for (int i = 0; i < REQUESTS; i++) {
            int[] prompt = random.ints(PROMPT, 0, model.vocabularySize()).toArray();
            CompletionOptions options =
                    CompletionOptions.defaults().maxTokens(STEPS).seed((long) i);
            model.complete(prompt, options, GenerationListener.NONE, new Cancellation());
        }
    }

    /** A greedy text of so small a model goes in circles: its runs are as long as any. */
    private static void feedLongGuesses(LocalModel model) {
        CompletionOptions greedy = CompletionOptions.defaults().temperature(0).maxTokens(200);
        long taken = model.complete(new int[] {1, 2}, greedy, GenerationListener.NONE, new Cancellation())
                .result()
                .drafts()
                .taken();
        assertThat(taken).isGreaterThan(50);
    }

    @Test
    void nativeMemoryDoesNotGrow() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (LocalModel model = LocalModel.open(MODEL)) {
            feedLongGuesses(model);
            requests(model, 0);
            long before = settledNativeBytes();
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 1; thread <= THREADS; thread++) {
                int number = thread;
                running.add(threads.submit(() -> requests(model, number)));
            }
            for (Future<?> one : running) {
                one.get();
            }
            assertThat(nativeBytes()).isLessThanOrEqualTo(before);
        } finally {
            threads.shutdownNow();
        }
    }
}
