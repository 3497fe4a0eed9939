package io.github.isotherm.examples;

import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.SystemMessage;
import io.github.isotherm.langchain4j.IsothermChatModel;

/** An AI service on the local model. */
public final class AiServiceExample {
    private AiServiceExample() {}

    // tag::example
    interface Assistant {
        @SystemMessage("You are a friendly assistant. Answer in one sentence.")
        String chat(String message);
    }

    /**
     * Runs it.
     *
     * @param args none
     */
    public static void main(String[] args) {
        try (IsothermChatModel model =
                IsothermChatModel.builder().temperature(0.0).maxOutputTokens(40).build()) {
            Assistant assistant = AiServices.builder(Assistant.class)
                    .chatModel(model)
                    .chatMemory(MessageWindowChatMemory.withMaxMessages(10))
                    .build();
            System.out.println(assistant.chat("My name is Klaus."));
            System.out.println(assistant.chat("What is my name?"));
        }
    }
    // end::example
}
