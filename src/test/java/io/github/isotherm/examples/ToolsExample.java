package io.github.isotherm.examples;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.service.AiServices;
import io.github.isotherm.langchain4j.IsothermChatModel;

/** An AI service that calls a method of the program. */
public final class ToolsExample {
    private ToolsExample() {}

    // tag::example
    static final class Weather {
        @Tool("Tells the weather in a city")
        String weather(@P("the city") String city) {
            System.out.println("asked for the weather in " + city);
            return "rain, 12 degrees";
        }
    }

    interface Assistant {
        String chat(String message);
    }

    /**
     * Runs it.
     *
     * @param args none
     */
    public static void main(String[] args) {
        try (IsothermChatModel model =
                IsothermChatModel.builder().temperature(0.0).maxOutputTokens(60).build()) {
            Assistant assistant = AiServices.builder(Assistant.class)
                    .chatModel(model)
                    .tools(new Weather())
                    .build();
            System.out.println(assistant.chat("What is the weather in Munich?"));
        }
    }
    // end::example
}
