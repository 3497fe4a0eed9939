package io.github.isotherm.examples;

import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import io.github.isotherm.langchain4j.IsothermChatModel;

/** A chat model that is built as other providers' are, and watched. */
public final class ObservedExample {
    private ObservedExample() {}

    // tag::example
    static final class Usage implements ChatModelListener {
        @Override
        public void onResponse(ChatModelResponseContext context) {
            System.out.println(context.chatRequest().parameters().maxOutputTokens() + " tokens at most, "
                    + context.chatResponse().metadata().tokenUsage().outputTokenCount() + " written");
        }
    }

    /**
     * Runs it.
     *
     * @param args none
     */
    public static void main(String[] args) {
        try (IsothermChatModel chat = IsothermChatModel.builder()
                .temperature(0.7)
                .seed(42)
                .maxTokens(20)
                .stop("\n")
                .listeners(new Usage())
                .logRequests(true)
                .logResponses(true)
                .build()) {
            System.out.println(chat.chat("What is the capital of Germany?"));
        }
    }
    // end::example
}
