package io.github.isotherm.examples;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.isotherm.langchain4j.IsothermStreamingChatModel;
import java.util.concurrent.CompletableFuture;

/** A streamed answer. */
public final class StreamingExample {
    private StreamingExample() {}

    /**
     * Runs it.
     *
     * @param args none
     */
    public static void main(String[] args) {
        // tag::example
        try (IsothermStreamingChatModel chat =
                IsothermStreamingChatModel.builder().maxOutputTokens(60).build()) {
            CompletableFuture<ChatResponse> done = new CompletableFuture<>();
            chat.chat("Tell me a story about a lighthouse.", new StreamingChatResponseHandler() {
                @Override
                public void onPartialResponse(String piece) {
                    System.out.print(piece);
                }

                @Override
                public void onCompleteResponse(ChatResponse response) {
                    done.complete(response);
                }

                @Override
                public void onError(Throwable error) {
                    done.completeExceptionally(error);
                }
            });
            System.out.println(" [" + done.join().finishReason() + "]");
        }
        // end::example
    }
}
