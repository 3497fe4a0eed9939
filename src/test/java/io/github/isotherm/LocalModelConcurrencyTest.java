package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.sampling.StepTrace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several requests at once on one set of weights. */
class LocalModelConcurrencyTest {
    private static final Path MODEL = Path.of("src", "test", "resources", "fixtures", "tiny-gqa");
    private static final int TOKENS = 20;
    private static final int MET = 3;

    /** At the first tokens each waits for the other: that only ends when both run at the same time. */
    @Test
    @Timeout(Patience.SECONDS)
    void twoRequestsRunAtOnceWithTheTextsOfOneAfterTheOther() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (LocalModel one = LocalModel.open(MODEL);
                LocalModel both = LocalModel.open(MODEL)) {
            CyclicBarrier together = new CyclicBarrier(2);
            List<Future<List<Integer>>> running = new ArrayList<>();
            for (int request = 0; request < 2; request++) {
                running.add(threads.submit(complete(both, request, together)));
            }
            for (int request = 0; request < 2; request++) {
                List<Integer> alone = complete(one, request, null).call();
                assertThat(alone).hasSizeGreaterThan(MET);
                assertThat(running.get(request).get()).isEqualTo(alone);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Callable<List<Integer>> complete(LocalModel model, int request, @Nullable CyclicBarrier together) {
        int[] prompt = new Random(request).ints(12, 3, model.vocabularySize()).toArray();
        return () -> {
            List<Integer> tokens = new ArrayList<>();
            CompletionOptions options = CompletionOptions.defaults()
                    .maxTokens(TOKENS)
                    .seed((long) request)
                    .temperature(1);
            GenerationListener listener = new GenerationListener() {
                @Override
                public void onToken(int id, @Nullable StepTrace trace) {
                    tokens.add(id);
                    if (together != null && tokens.size() <= MET) {
                        meet(together);
                    }
                }
            };
            model.complete(prompt, options, listener, new Cancellation());
            return tokens;
        };
    }

    private static void meet(CyclicBarrier together) {
        try {
            together.await(Patience.SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
