package io.github.isotherm.serve;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.common.AbstractChatModelIT;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiChatResponseMetadata;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** LangChain4j's contract suite through its own client of OpenAI, at the server, over the bundled model's real weights. */
class LangChainOpenAiChatModelIT extends AbstractChatModelIT {
    private static final ChatModelServer SERVER = new ChatModelServer();

    @AfterAll
    static void close() {
        SERVER.close();
    }

    /** As the client's own tests: plain, with strict tools, with strict schemas. */
    @Override
    protected List<ChatModel> models() {
        return List.of(
                SERVER.model(ChatModelServer.BUNDLED).build(),
                SERVER.model(ChatModelServer.BUNDLED).strictTools(true).build(),
                SERVER.model(ChatModelServer.BUNDLED)
                        .responseFormat("json_schema")
                        .strictJsonSchema(true)
                        .build());
    }

    @Override
    protected ChatModel createModelWith(ChatRequestParameters parameters) {
        OpenAiChatModel.OpenAiChatModelBuilder builder = SERVER.plain().defaultRequestParameters(parameters);
        if (parameters.modelName() == null) {
            builder.modelName(ChatModelServer.BUNDLED);
        }
        return builder.build();
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
    protected Class<? extends ChatResponseMetadata> chatResponseMetadataType(ChatModel model) {
        return OpenAiChatResponseMetadata.class;
    }

    @Override
    protected Class<? extends TokenUsage> tokenUsageType(ChatModel model) {
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

    /** The bundled model answers in mock German, see {@code IsothermChatModelIT}; a scripted one is served beside it. */
    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_respect_system_message(ChatModel model) {
        super.should_respect_system_message(
                SERVER.model(ChatModelServer.TRANSLATING).build());
    }

    /** The bundled model apologises for being "a color-saturated AI". */
    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_respect_multiple_messages(ChatModel model) {
        super.should_respect_multiple_messages(
                SERVER.model(ChatModelServer.REMEMBERING).build());
    }

    /** The bundled model calls one tool at a time. */
    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_execute_multiple_tools_in_parallel_then_answer(ChatModel model) {
        super.should_execute_multiple_tools_in_parallel_then_answer(
                SERVER.model(ChatModelServer.CALLING_TWO_TOOLS).build());
    }

    /** The bundled model asks for the weather in "Munchen". */
    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_force_LLM_to_execute_specific_tool(ChatModel model) {
        super.should_force_LLM_to_execute_specific_tool(
                SERVER.model(ChatModelServer.CALLING_FOR_MUNICH).build());
    }
}
