package io.github.isotherm.examples;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.isotherm.langchain4j.IsothermChatModel;
import io.github.isotherm.langchain4j.IsothermChatRequestParameters;

/** The README's chat model. */
public final class ChatExample {
    private ChatExample() {}

    /**
     * Runs it.
     *
     * @param args none
     */
    public static void main(String[] args) {
        // tag::example
        try (IsothermChatModel chat =
                IsothermChatModel.builder().temperature(0.2).seed(42L).build()) {
            System.out.println(chat.chat("What is the capital of Germany?"));
            ChatResponse hot = chat.chat(ChatRequest.builder()
                    .messages(UserMessage.from("Tell me a story about a lighthouse."))
                    .parameters(IsothermChatRequestParameters.builder()
                            .temperature(1.2)
                            .topK(40)
                            .maxOutputTokens(60)
                            .build())
                    .build());
            System.out.println(hot.aiMessage().text() + " " + hot.metadata());
        }
        // end::example
    }
}
