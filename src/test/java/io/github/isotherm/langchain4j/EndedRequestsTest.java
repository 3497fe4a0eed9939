package io.github.isotherm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.StreamingResponseHandler;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.Response;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Patience;
import io.github.isotherm.error.UserCodeException;
import io.github.isotherm.generate.ByteCodec;
import io.github.isotherm.generate.ScriptedModel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What ends one request alone is an exception of LangChain4j's, its cause below it; the model answers the next one. */
@Timeout(Patience.SECONDS)
class EndedRequestsTest {
    private static final String MODEL_ANSWERS = "xxxx";

    private final ScriptedModel scripted = new ScriptedModel(ByteCodec.SIZE, 100_000, sequence -> {
        float[] logits = new float[ByteCodec.SIZE];
        logits['x'] = 100;
        return logits;
    });
    private final LocalModel model = Models.over(scripted);

    @AfterEach
    void close() {
        String said = IsothermChatModel.builder()
                .model(model)
                .maxOutputTokens(4)
                .build()
                .chat("Hi");
        model.close();
        assertThat(said).isEqualTo(MODEL_ANSWERS);
    }

    private static int endless(int depth) {
        return endless(depth + 1) + 1;
    }

    private static void isOfTheHandler(Throwable thrown, String handler) {
        assertThat(thrown)
                .isInstanceOf(LangChain4jException.class)
                .hasMessageStartingWith("The handler (" + handler)
                .hasMessageContaining(" failed: ")
                .hasCauseInstanceOf(UserCodeException.class)
                .hasRootCauseInstanceOf(StackOverflowError.class);
    }

    @Test
    void aChatHandlerThatRecursesWithoutEndIsNamed() {
        CompletableFuture<ChatResponse> end = new CompletableFuture<>();
        StreamingChatResponseHandler handler = new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String piece) {
                endless(0);
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {
                end.complete(response);
            }

            @Override
            public void onError(Throwable error) {
                end.completeExceptionally(error);
            }
        };
        IsothermStreamingChatModel.builder()
                .model(model)
                .maxOutputTokens(4)
                .build()
                .chat("Hi", handler);
        Throwable thrown = catchThrowable(end::join);
        assertThat(thrown).isInstanceOf(CompletionException.class);
        isOfTheHandler(thrown.getCause(), ""); // LangChain4j puts one of its own around it
    }

    @Test
    void soIsOneOfTheLanguageModel() {
        CompletableFuture<Response<String>> end = new CompletableFuture<>();
        StreamingResponseHandler<String> handler = new StreamingResponseHandler<>() {
            @Override
            public void onNext(String piece) {
                endless(0);
            }

            @Override
            public void onComplete(Response<String> response) {
                end.complete(response);
            }

            @Override
            public void onError(Throwable error) {
                end.completeExceptionally(error);
            }
        };
        IsothermStreamingLanguageModel.builder()
                .model(model)
                .maxOutputTokens(4)
                .build()
                .generate("Hi", handler);
        isOfTheHandler(catchThrowable(end::join).getCause(), handler.getClass().getName());
    }

    @Test
    void anErrorInOnCompleteIsToldToOnError() {
        CompletableFuture<String> end = new CompletableFuture<>();
        IsothermStreamingLanguageModel.builder()
                .model(model)
                .maxOutputTokens(4)
                .build()
                .generate("Hi", new StreamingResponseHandler<>() {
                    @Override
                    public void onNext(String piece) {}

                    @Override
                    public void onComplete(Response<String> response) {
                        endless(0);
                    }

                    @Override
                    public void onError(Throwable error) {
                        end.completeExceptionally(error);
                    }
                });
        assertThat(catchThrowable(end::join)).hasRootCauseInstanceOf(StackOverflowError.class);
    }

    @Test
    void errorsThatEndARequestAreExceptions() {
        assertThatThrownBy(() -> Failures.translating(() -> endless(0)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "What was given is nested too deeply to be read; write it with fewer brackets in each other.")
                .hasCauseInstanceOf(StackOverflowError.class);
        OutOfMemoryError memory = new OutOfMemoryError("Java heap space");
        assertThat(Failures.translated(memory))
                .isExactlyInstanceOf(LangChain4jException.class)
                .hasMessageStartingWith("Java's memory of ")
                .hasCause(memory);
        Error other = new NoClassDefFoundError("x");
        assertThat(Failures.translated(other)).isSameAs(other);
    }

    /** Long texts are encoded one at a time; this one waits for another that does not end. */
    private LocalModel waiting() {
        return Models.over(
                scripted,
                new ByteCodec() {
                    @Override
                    public int[] encodePrompt(String text, Runnable interruption) {
                        while (true) {
                            interruption.run();
                            Thread.onSpinWait();
                        }
                    }
                },
                Models.TEMPLATE);
    }

    @Test
    void aPromptThatWaitsToBeEncodedIsHeldToTheTimeout() {
        IsothermLanguageModel language = IsothermLanguageModel.builder()
                .model(waiting())
                .timeout(Duration.ofMillis(200))
                .build();
        assertThatThrownBy(() -> language.generate("Hi"))
                .isInstanceOf(TimeoutException.class)
                .hasMessage(
                        "The request waited and was prepared for longer than the timeout of 200 ms; allow more time or"
                                + " send less.");
        CompletableFuture<String> end = new CompletableFuture<>();
        IsothermStreamingLanguageModel.builder()
                .model(waiting())
                .timeout(Duration.ofMillis(200))
                .build()
                .generate("Hi", new StreamingResponseHandler<>() {
                    @Override
                    public void onNext(String piece) {
                        end.complete(piece);
                    }

                    @Override
                    public void onError(Throwable error) {
                        end.completeExceptionally(error);
                    }
                });
        assertThat(catchThrowable(end::join)).hasCauseInstanceOf(TimeoutException.class);
    }
}
