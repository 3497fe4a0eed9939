package io.github.isotherm.examples;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.isotherm.langchain4j.IsothermChatModel;
import io.github.isotherm.langchain4j.IsothermChatRequestParameters;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Answers that somebody stops. */
public final class DeadlineExample {
    private DeadlineExample() {}

    /**
     * Runs it.
     *
     * @param args none
     */
    public static void main(String[] args) {
        // tag::example
        ChatRequest story = ChatRequest.builder()
                .messages(UserMessage.from("Tell me a long story about a lighthouse."))
                .parameters(IsothermChatRequestParameters.builder()
                        .timeout(Duration.ofMillis(100))
                        .build())
                .build();
        try (IsothermChatModel chat = IsothermChatModel.builder().build()) {
            CompletableFuture<ChatResponse> waiting = chat.chatAsync(story);
            waiting.cancel(true);
            System.out.println("cancelled: " + waiting.isCancelled());
            System.out.println(chat.chat("What is the capital of Germany?"));
            chat.chat(story);
        } catch (TimeoutException e) {
            System.out.println(e.getMessage());
        }
        // end::example
    }
}
