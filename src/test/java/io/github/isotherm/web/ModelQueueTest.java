package io.github.isotherm.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ModelQueueTest {
    @Test
    void whoWaitsTooLongIsToldSo() {
        ModelQueue queue = new ModelQueue(2, 20);
        queue.enter();
        assertThatThrownBy(queue::enter)
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.status()).isEqualTo(503));
        queue.leave();
        queue.enter();
        assertThat(queue.isIdle()).isFalse();
        queue.leave();
        assertThat(queue.isIdle()).isTrue();
    }

    @Test
    void oneTooManyIsRefusedAtOnce() throws Exception {
        ModelQueue queue = new ModelQueue(1, 10_000);
        queue.enter();
        CountDownLatch waiting = new CountDownLatch(1);
        CompletableFuture<Void> second = CompletableFuture.runAsync(() -> {
            waiting.countDown();
            queue.enter();
            queue.leave();
        });
        waiting.await();
        RefusedException refused = null;
        for (int i = 0; i < 200 && refused == null; i++) {
            Thread.sleep(5);
            refused = refusal(queue);
        }
        assertThat(refused).isNotNull();
        assertThat(refused.status()).isEqualTo(429);
        queue.leave();
        second.join();
    }

    /** Asks only once another one waits, which the queue shows by refusing; before that, asking would block. */
    private static RefusedException refusal(ModelQueue queue) {
        if (!queue.hasWaiting()) {
            return null;
        }
        try {
            queue.enter();
            throw new AssertionError("let in");
        } catch (RefusedException e) {
            return e;
        }
    }
}
