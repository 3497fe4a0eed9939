package io.github.isotherm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Patience;
import io.github.isotherm.generate.ByteCodec;
import io.github.isotherm.generate.FinishReason;
import io.github.isotherm.generate.ScriptedModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Handlers that ask the model themselves, block, or close it. Every hang fails by its time limit. */
@Timeout(Patience.SECONDS)
class ReentrantHandlersTest {
    private final ScriptedModel scripted = new ScriptedModel(ByteCodec.SIZE, 100_000, sequence -> {
        float[] logits = new float[ByteCodec.SIZE];
        logits['x'] = 100;
        return logits;
    });
    private final LocalModel model = Models.over(scripted);
    private final IsothermChatModel chat =
            IsothermChatModel.builder().model(model).maxOutputTokens(4).build();
    private final IsothermStreamingChatModel streaming =
            IsothermStreamingChatModel.builder().model(model).maxOutputTokens(4).build();

    @AfterEach
    void close() {
        model.close();
        assertThat(scripted.open).hasValue(0);
    }

    /** Collects an answer, and does something on the way. */
    private static class Handler implements StreamingChatResponseHandler {
        final CompletableFuture<ChatResponse> answer = new CompletableFuture<>();

        @Override
        public void onPartialResponse(String piece) {}

        @Override
        public void onCompleteResponse(ChatResponse response) {
            answer.complete(response);
        }

        @Override
        public void onError(Throwable error) {
            answer.completeExceptionally(error);
        }
    }

    @Test
    void aBlockingChatInsideOnPartialResponseIsAnswered() {
        List<String> inner = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void onPartialResponse(String piece) {
                inner.add(chat.chat("And?"));
            }
        };
        streaming.chat("Hi", handler);
        assertThat(handler.answer.join().aiMessage().text()).isEqualTo("xxxx");
        assertThat(inner).containsExactly("xxxx", "xxxx", "xxxx", "xxxx");
    }

    @Test
    void streamsWhoseEndJoinsAnotherRequestAllEnd() {
        List<Handler> handlers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Handler handler = new Handler() {
                @Override
                public void onCompleteResponse(ChatResponse response) {
                    chat.chatAsync(request("And?")).join();
                    super.onCompleteResponse(response);
                }
            };
            handlers.add(handler);
            streaming.chat("Hi", handler);
        }
        handlers.forEach(
                handler -> assertThat(handler.answer.join().aiMessage().text()).isEqualTo("xxxx"));
    }

    private static dev.langchain4j.model.chat.request.ChatRequest request(String text) {
        return dev.langchain4j.model.chat.request.ChatRequest.builder()
                .messages(dev.langchain4j.data.message.UserMessage.from(text))
                .build();
    }

    /** Each has its own first token before any has its last. */
    @Test
    void eightAtOnceRunAtOnce() {
        AtomicInteger running = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(8);
        List<CompletableFuture<ChatResponse>> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Handler handler = new Handler() {
                private boolean begun;

                @Override
                public void onPartialResponse(String piece) {
                    if (!begun) {
                        begun = true;
                        running.incrementAndGet();
                        all.countDown();
                        await(all);
                    }
                }
            };
            streaming.chat("Hi", handler);
            answers.add(handler.answer);
        }
        answers.forEach(CompletableFuture::join);
        assertThat(running).hasValue(8);
    }

    /** Handlers of one model that block for ever leave another model's alone. */
    @Test
    void noPoolIsSharedBetweenModels() {
        CountDownLatch released = new CountDownLatch(1);
        for (int i = 0; i < 8; i++) {
            streaming.chat("Hi", new Handler() {
                @Override
                public void onPartialResponse(String piece) {
                    await(released);
                }
            });
        }
        try (LocalModel other = Models.answering("Hello")) {
            IsothermChatModel idle = IsothermChatModel.builder().model(other).build();
            assertThat(idle.chatAsync(request("Hi")).join().aiMessage().text()).isEqualTo("Hello");
        }
        assertThat(chat.chatAsync(request("Hi")).join().aiMessage().text()).isEqualTo("xxxx");
        released.countDown();
    }

    @Test
    void aHandlerMayCloseTheModel() {
        IsothermStreamingChatModel endless = IsothermStreamingChatModel.builder()
                .model(model)
                .maxOutputTokens(90_000)
                .build();
        Handler handler = new Handler() {
            @Override
            public void onPartialResponse(String piece) {
                model.close();
            }
        };
        endless.chat("Hi", handler);
        assertThatThrownBy(handler.answer::join)
                .hasCauseInstanceOf(LangChain4jException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void aBusyModelKeepsTimeoutsOfWhatIsQueued() {
        scripted.inRun = () -> sleep(10);
        IsothermStreamingChatModel endless = IsothermStreamingChatModel.builder()
                .model(model)
                .maxOutputTokens(90_000)
                .build();
        Handler ahead = new Handler();
        endless.chat("Hi", ahead);
        IsothermChatModel hurried = IsothermChatModel.builder()
                .model(model)
                .maxOutputTokens(90_000)
                .timeout(Duration.ofMillis(200))
                .build();
        assertThatThrownBy(() -> hurried.chat("Hi")).isInstanceOf(TimeoutException.class);
        assertThat(ahead.answer).as("which takes a quarter of an hour").isNotDone();
    }

    @Test
    void anInterruptEndsABlockingChatAndIsKept() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        scripted.inRun = () -> {
            running.countDown();
            sleep(10);
        };
        IsothermChatModel endless = IsothermChatModel.builder().model(model).build();
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        CompletableFuture<Boolean> kept = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                endless.chat("Hi");
            } catch (Throwable e) {
                failure.complete(e);
            }
            kept.complete(Thread.currentThread().isInterrupted());
        });
        caller.start();
        running.await();
        caller.interrupt();
        assertThat(failure.join())
                .isInstanceOf(LangChain4jException.class)
                .hasMessageContaining("The thread was interrupted while it waited for the answer");
        assertThat(kept.join()).isTrue();
        Patience.until(model::isIdle);
    }

    @Test
    void anInterruptEndsABlockingCompletionWithWhatThereIs() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        scripted.inRun = () -> {
            running.countDown();
            sleep(10);
        };
        CompletableFuture<FinishReason> reason = new CompletableFuture<>();
        Thread caller = new Thread(() -> reason.complete(
                model.complete("Hi", CompletionOptions.defaults().maxTokens(90_000))
                        .finishReason()));
        caller.start();
        running.await();
        caller.interrupt();
        assertThat(reason.join()).isEqualTo(FinishReason.CANCELLED);
        Patience.until(model::isIdle);
    }

    /** The executor takes the request up when its time is over. */
    @Test
    void aTimeoutCountsFromSubmissionWhereverTheRequestWaits() {
        IsothermChatModel late = IsothermChatModel.builder()
                .model(model)
                .timeout(Duration.ofMillis(20))
                .maxOutputTokens(1)
                .executor(work -> new Thread(() -> {
                            sleep(60);
                            work.run();
                        })
                        .start())
                .build();
        assertThatThrownBy(() -> late.chatAsync(request("Hi")).join()).hasCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void cancellingAQueuedRequestEndsIt() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        scripted.inRun = () -> {
            running.countDown();
            sleep(20);
        };
        CompletableFuture<ChatResponse> first = chat.chatAsync(request("Hi"));
        running.await();
        CompletableFuture<ChatResponse> queued = chat.chatAsync(request("Hi"));
        queued.cancel(true);
        first.join();
        Patience.until(model::isIdle);
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
