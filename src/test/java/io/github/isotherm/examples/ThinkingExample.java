package io.github.isotherm.examples;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.github.isotherm.ChatFormat;
import io.github.isotherm.LocalModel;
import io.github.isotherm.ModelParts;
import io.github.isotherm.generate.ByteCodec;
import io.github.isotherm.generate.ScriptedModel;
import io.github.isotherm.langchain4j.IsothermChatModel;
import io.github.isotherm.langchain4j.IsothermChatRequestParameters;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import java.util.List;
import java.util.Map;

/** A model that thinks before it answers, unless it is told not to: scripted, as the bundled one does not. */
public final class ThinkingExample {
    private static final String TEMPLATE = "{{ messages[0].content }}"
            + "{% if enable_thinking is defined and not enable_thinking %}<think></think>{% endif %}>";

    private ThinkingExample() {}

    // tag::example
    static void ask(LocalModel model) {
        try (IsothermChatModel chat =
                IsothermChatModel.builder().model(model).returnThinking(true).build()) {
            AiMessage answer = chat.chat(UserMessage.from("What is 2 + 2?")).aiMessage();
            System.out.println(answer.thinking() + " -> " + answer.text());
            AiMessage quick = chat.chat(ChatRequest.builder()
                            .messages(UserMessage.from("What is 2 + 2?"))
                            .parameters(IsothermChatRequestParameters.builder()
                                    .enableThinking(false)
                                    .build())
                            .build())
                    .aiMessage();
            System.out.println(quick.thinking() + " -> " + quick.text());
        }
    }
    // end::example

    /**
     * Runs it.
     *
     * @param args none
     */
    public static void main(String[] args) {
        try (LocalModel model = LocalModel.of(new ModelParts(
                "thinking",
                new ScriptedModel(ByteCodec.SIZE, 1_000, ThinkingExample::next),
                new ByteCodec(),
                null,
                SamplingSettings.NONE,
                List.of(0),
                ChatFormat.of(TEMPLATE, Map.of())))) {
            ask(model);
        }
    }

    /** Behind the prompt, which ends with the last question's ">", one byte of the answer after the other. */
    private static float[] next(List<Integer> sequence) {
        StringBuilder text = new StringBuilder();
        sequence.forEach(id -> text.append((char) id.intValue()));
        boolean quick = text.indexOf("<think></think>>") > 0;
        String prompt = "What is 2 + 2?" + (quick ? "<think></think>" : "") + ">";
        String answer = (quick ? "4" : "<think>Two and two.</think>4") + "\0";
        float[] logits = new float[ByteCodec.SIZE];
        logits[answer.charAt(Math.min(answer.length() - 1, sequence.size() - prompt.length()))] = 100;
        return logits;
    }
}
