package io.github.isotherm.serve;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.common.AbstractStreamingChatModelIT;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiChatResponseMetadata;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** LangChain4j's contract suite through its own client of OpenAI, at the server, over the bundled model's real weights. */
class LangChainOpenAiStreamingChatModelIT extends AbstractStreamingChatModelIT {
    private static final ChatModelServer SERVER = new ChatModelServer();

    @AfterAll
    static void close() {
        SERVER.close();
    }

    /** As the client's own tests: plain, with strict tools, with strict schemas. */
    @Override
    protected List<StreamingChatModel> baseModels() {
        return List.of(
                SERVER.streaming(ChatModelServer.BUNDLED).build(),
                SERVER.streaming(ChatModelServer.BUNDLED).strictTools(true).build(),
                SERVER.streaming(ChatModelServer.BUNDLED)
                        .responseFormat("json_schema")
                        .strictJsonSchema(true)
                        .build());
    }

    @Override
    protected StreamingChatModel createModelWith(ChatRequestParameters parameters) {
        OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder builder =
                SERVER.plainStreaming().defaultRequestParameters(parameters);
        if (parameters.modelName() == null) {
            builder.modelName(ChatModelServer.BUNDLED);
        }
        return builder.build();
    }

    @Override
    public StreamingChatModel createModelWith(ChatModelListener listener) {
        return SERVER.streaming(ChatModelServer.BUNDLED)
                .listeners(List.of(listener))
                .build();
    }

    @Override
    protected String customModelName() {
        return ChatModelServer.ANOTHER;
    }

    @Override
    protected ChatRequestParameters createIntegrationSpecificParameters(int maxOutputTokens) {
        return OpenAiChatRequestParameters.builder()
                .maxOutputTokens(maxOutputTokens)
                .build();
    }

    @Override
    protected Class<? extends ChatResponseMetadata> chatResponseMetadataType(StreamingChatModel model) {
        return OpenAiChatResponseMetadata.class;
    }

    @Override
    protected Class<? extends TokenUsage> tokenUsageType(StreamingChatModel model) {
        return OpenAiTokenUsage.class;
    }

    /** Images are refused by the server, whose 400 is this to the client; see {@link LangChainOpenAiIT#imagesAreRefusedByName}. */
    @Override
    protected boolean assertExceptionType() {
        return false;
    }

    /** The models read text. */
    @Override
    protected boolean supportsSingleImageInputAsBase64EncodedString() {
        return false;
    }

    @Override
    protected boolean supportsSingleImageInputAsPublicURL() {
        return false;
    }

    /** The bundled model answers in mock German, see {@code IsothermStreamingChatModelIT}; a scripted one is served beside it. */
    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_respect_system_message(StreamingChatModel model) {
        super.should_respect_system_message(
                SERVER.streaming(ChatModelServer.TRANSLATING).build());
    }

    /** The bundled model apologises for being "a color-saturated AI". */
    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_respect_multiple_messages(StreamingChatModel model) {
        super.should_respect_multiple_messages(
                SERVER.streaming(ChatModelServer.REMEMBERING).build());
    }

    /** The bundled model calls one tool at a time. */
    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_execute_multiple_tools_in_parallel_then_answer(StreamingChatModel model) {
        super.should_execute_multiple_tools_in_parallel_then_answer(
                SERVER.streaming(ChatModelServer.CALLING_TWO_TOOLS).build());
    }

    /** The bundled model asks for the weather in "Munchen". */
    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_force_LLM_to_execute_specific_tool(StreamingChatModel model) {
        super.should_force_LLM_to_execute_specific_tool(
                SERVER.streaming(ChatModelServer.CALLING_FOR_MUNICH).build());
    }
}
