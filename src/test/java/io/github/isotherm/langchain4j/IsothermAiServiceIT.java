package io.github.isotherm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.common.AbstractAiServiceIT;
import io.github.isotherm.LocalModel;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** LangChain4j's suite for AI services, over the bundled model's real weights. */
class IsothermAiServiceIT extends AbstractAiServiceIT {
    private static final LocalModel MODEL = LocalModel.openBundled();

    @AfterAll
    static void close() {
        MODEL.close();
    }

    @Override
    protected List<ChatModel> models() {
        return List.of(IsothermChatModel.builder()
                .model(MODEL)
                .temperature(0.0)
                .maxOutputTokens(128)
                .build());
    }

    interface Assistant {
        String chat(String message);
    }

    @Test
    void aProcessorOfTheUsersOwnWorksThroughAnAiService() {
        int comma = MODEL.encode(",")[0];
        Assistant assistant = AiServices.builder(Assistant.class)
                .chatModel(IsothermChatModel.builder()
                        .model(MODEL)
                        .maxOutputTokens(3)
                        .build())
                .chatRequestTransformer(request -> request.toBuilder()
                        .parameters(IsothermChatRequestParameters.builder()
                                .logitsProcessors(List.of(
                                        (candidates, context) -> candidates.retainOnly(candidates.indexOf(comma))))
                                .build())
                        .build())
                .build();
        assertThat(assistant.chat("Hi")).isEqualTo(",,,");
    }
}
