package io.github.isotherm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.CompleteResponse;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Patience;
import io.github.isotherm.generate.ByteCodec;
import io.github.isotherm.generate.ScriptedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a publisher ends, whatever the order in which its work, its subscriber's demand and the model's end come. */
@Timeout(Patience.SECONDS)
class PublisherEndsTest {
    private static final int TOKENS = 6;

    /** Runs nothing until it is told to: the test decides what comes when. */
    private final ConcurrentLinkedQueue<Runnable> work = new ConcurrentLinkedQueue<>();

    private static class Subscriber implements Flow.Subscriber<ChatModelStreamingEvent> {
        private final List<String> signals = new ArrayList<>();
        private Flow.Subscription subscription;
        private boolean asksForNothing;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
        }

        @Override
        public void onNext(ChatModelStreamingEvent event) {
            signals.add(event instanceof CompleteResponse ? "response" : "piece");
            if (asksForNothing) {
                subscription.request(0);
            }
        }

        @Override
        public void onError(Throwable failure) {
            signals.add("error");
        }

        @Override
        public void onComplete() {
            signals.add("complete");
        }
    }

    /** Says x for ever, and fails at a length. */
    private static ScriptedModel failingAt(AtomicInteger prompt, int tokens) {
        return new ScriptedModel(ByteCodec.SIZE, 100_000, sequence -> {
            prompt.compareAndSet(0, sequence.size());
            if (sequence.size() - prompt.get() == tokens) {
                throw new IllegalStateException("the model fails");
            }
            float[] logits = new float[ByteCodec.SIZE];
            logits['x'] = 100;
            return logits;
        });
    }

    private List<String> signals(Random random, int failsAt, boolean asksForNothing) {
        try (LocalModel model = Models.over(failingAt(new AtomicInteger(), failsAt))) {
            IsothermStreamingChatModel streaming = IsothermStreamingChatModel.builder()
                    .model(model)
                    .executor(work::add)
                    .build();
            Subscriber subscriber = new Subscriber();
            subscriber.asksForNothing = asksForNothing;
            streaming.doChat(request()).subscribe(subscriber);
            for (int asked = 0; asked < 30 && !isOver(subscriber); asked++) {
                move(random, subscriber, model);
            }
            subscriber.subscription.request(Long.MAX_VALUE);
            Patience.until(() -> {
                runOne();
                return isOver(subscriber) && model.isIdle() && work.isEmpty();
            });
            return subscriber.signals;
        }
    }

    private static ChatRequest request() {
        return ChatRequest.builder()
                .messages(UserMessage.from("Hi"))
                .maxOutputTokens(TOKENS)
                .build();
    }

    private void move(Random random, Subscriber subscriber, LocalModel model) {
        switch (random.nextInt(4)) {
            case 0 -> subscriber.subscription.request(1 + random.nextInt(2));
            case 1 -> Patience.until(model::isIdle);
            default -> runOne();
        }
    }

    private void runOne() {
        Runnable next = work.poll();
        if (next != null) {
            next.run();
        }
    }

    private static boolean isOver(Subscriber subscriber) {
        return subscriber.signals.contains("complete") || subscriber.signals.contains("error");
    }

    @Test
    void anAnswerEndsWithItsResponseAndThenWithComplete() {
        for (int seed = 0; seed < 30; seed++) {
            List<String> signals = signals(new Random(seed), -1, false);
            assertThat(signals)
                    .as("seed %d", seed)
                    .endsWith("response", "complete")
                    .hasSize(TOKENS + 2);
        }
    }

    /** The end waits in the queue of what it ends: three of 100,000 ended with complete and no response when it stood beside it. */
    @Test
    void aFailureEndsWithItsErrorAndNeverWithComplete() {
        for (int seed = 0; seed < 30; seed++) {
            List<String> signals = signals(new Random(seed), 1 + seed % (TOKENS - 1), false);
            assertThat(signals)
                    .as("seed %d", seed)
                    .endsWith("error")
                    .doesNotContain("response", "complete")
                    .containsOnlyOnce("error");
        }
    }

    @Test
    void aDemandOfNothingEndsWithOneErrorWhateverElseHasEnded() {
        for (int seed = 0; seed < 30; seed++) {
            List<String> signals = signals(new Random(seed), seed % 2 == 0 ? -1 : 3, true);
            assertThat(signals).as("seed %d", seed).endsWith("error").doesNotContain("complete");
            assertThat(signals).containsOnlyOnce("error");
        }
    }

    /** Both at once, on two threads that a latch lets go. */
    @Test
    void demandAndEndAtTheSameMomentEndOnce() throws InterruptedException {
        for (int round = 0; round < 50; round++) {
            try (LocalModel model = Models.over(failingAt(new AtomicInteger(), round % 2 == 0 ? -1 : 2))) {
                IsothermStreamingChatModel streaming =
                        IsothermStreamingChatModel.builder().model(model).build();
                CountDownLatch over = new CountDownLatch(1);
                Subscriber subscriber = new Subscriber() {
                    @Override
                    public void onError(Throwable failure) {
                        super.onError(failure);
                        over.countDown();
                    }

                    @Override
                    public void onComplete() {
                        super.onComplete();
                        over.countDown();
                    }
                };
                streaming.doChat(request()).subscribe(subscriber);
                Thread asking = new Thread(() -> {
                    for (int i = 0; i < 10; i++) {
                        subscriber.subscription.request(1);
                    }
                });
                asking.start();
                asking.join();
                over.await();
                assertThat(subscriber.signals)
                        .endsWith(round % 2 == 0 ? new String[] {"response", "complete"} : new String[] {"error"});
            }
        }
    }
}
