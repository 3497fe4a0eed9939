package io.github.isotherm.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.EngineOptions;
import io.github.isotherm.Patience;
import io.github.isotherm.files.CacheFolder;
import io.github.isotherm.generate.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(Patience.SECONDS)
class RuntimeLoadingTest {
    @Test
    void beginsAnyNumberOfTimesBeforeAndAfterAModelIsOpened() {
        List<RuntimeLoading> loadings = new ArrayList<>();
        List<float[]> logits = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            loadings.add(RuntimeLoading.start(CacheFolder.locate()));
            loadings.add(RuntimeLoading.start(CacheFolder.locate()));
            try (OnnxModel model = Models.open(Models.TINY, EngineOptions.defaults());
                    Sequence sequence = model.open()) {
                loadings.add(RuntimeLoading.start(CacheFolder.locate()));
                logits.add(Models.feed(model, sequence, 1, 2, 3));
            }
        }
        loadings.forEach(RuntimeLoading::await);
        loadings.forEach(RuntimeLoading::await);
        assertThat(logits)
                .allSatisfy(one -> assertThat(one).isEqualTo(logits.get(0)).doesNotContain(Float.NaN));
    }

    @Test
    void anInterruptedWaitGoesOnAndKeepsTheInterrupt() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        CompletableFuture<Boolean> kept = new CompletableFuture<>();
        Thread waiting;
        synchronized (Runtimes.class) {
            RuntimeLoading loading = RuntimeLoading.start(CacheFolder.locate());
            waiting = new Thread(() -> {
                Thread.currentThread().interrupt();
                interrupted.countDown();
                loading.await();
                kept.complete(Thread.currentThread().isInterrupted());
            });
            waiting.start();
            interrupted.await();
            waiting.join(100);
            assertThat(kept).as("nothing can be loaded yet").isNotDone();
        }
        assertThat(kept.join()).isTrue();
    }
}
