package io.github.isotherm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.github.isotherm.ChatFormat;
import io.github.isotherm.CompletionLimits;
import io.github.isotherm.LocalModel;
import io.github.isotherm.ModelParts;
import io.github.isotherm.generate.ByteCodec;
import io.github.isotherm.generate.ScriptedModel;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** A model that says x and y in turn. */
class ModelsOwnLimitsTest {
    private static LocalModel limited(OptionalInt most, String... stops) {
        ScriptedModel model = new ScriptedModel(ByteCodec.SIZE, 100_000, sequence -> {
            float[] logits = new float[ByteCodec.SIZE];
            logits[sequence.size() % 2 == 0 ? 'x' : 'y'] = 100;
            return logits;
        });
        return LocalModel.of(new ModelParts(
                "turns",
                model,
                new ByteCodec(),
                null,
                SamplingSettings.NONE,
                new CompletionLimits(most, OptionalInt.empty(), List.of(stops)),
                List.of(0),
                ChatFormat.of(Models.TEMPLATE, Map.of()),
                null));
    }

    @Test
    void countWhereARequestSaysNothing() {
        IsothermChatModel chat = IsothermChatModel.builder()
                .model(limited(OptionalInt.of(5)))
                .temperature(0.0)
                .build();
        assertThat(chat.chat("hello")).hasSize(5);
        IsothermChatModel stopped = IsothermChatModel.builder()
                .model(limited(OptionalInt.empty(), "xyx"))
                .temperature(0.0)
                .build();
        assertThat(stopped.chat("hello")).hasSizeLessThan(2);
    }

    @Test
    void giveWayToARequest() {
        IsothermChatModel chat = IsothermChatModel.builder()
                .model(limited(OptionalInt.of(5), "xyx"))
                .temperature(0.0)
                .maxOutputTokens(7)
                .stopSequences(List.of("z"))
                .build();
        assertThat(chat.chat("hello")).hasSize(7);
    }

    @Test
    void stopTokenIdsEndAnAnswerByDefaultAndPerRequest() {
        IsothermChatModel chat = IsothermChatModel.builder()
                .model(limited(OptionalInt.of(5)))
                .temperature(0.0)
                .stopTokenIds(List.of((int) 'x', (int) 'y'))
                .build();
        assertThat(chat.chat("hello")).isEmpty();
        ChatRequest request = ChatRequest.builder()
                .messages(UserMessage.from("hello"))
                .parameters(IsothermChatRequestParameters.builder()
                        .stopTokenIds(List.of((int) 'z'))
                        .build())
                .build();
        assertThat(chat.chat(request).aiMessage().text()).hasSize(5);
    }
}
