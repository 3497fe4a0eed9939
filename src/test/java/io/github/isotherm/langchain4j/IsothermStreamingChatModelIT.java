package io.github.isotherm.langchain4j;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.common.AbstractStreamingChatModelIT;
import dev.langchain4j.model.chat.common.StreamingMode;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import io.github.isotherm.LocalModel;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** LangChain4j's own contract suite, over the bundled model's real weights. */
class IsothermStreamingChatModelIT extends AbstractStreamingChatModelIT {
    private static final LocalModel MODEL = LocalModel.openBundled();

    @AfterAll
    static void close() {
        MODEL.close();
    }

    @Override
    protected List<StreamingChatModel> baseModels() {
        return List.of(IsothermStreamingChatModel.builder()
                .model(MODEL)
                .temperature(0.0)
                .maxOutputTokens(128)
                .build());
    }

    @Override
    protected StreamingChatModel createModelWith(ChatRequestParameters parameters) {
        return IsothermStreamingChatModel.builder()
                .model(MODEL)
                .defaultRequestParameters(parameters)
                .temperature(parameters.temperature() == null ? 0.0 : parameters.temperature())
                .build();
    }

    @Override
    protected ChatRequestParameters createIntegrationSpecificParameters(int maxOutputTokens) {
        return IsothermChatRequestParameters.builder()
                .maxOutputTokens(maxOutputTokens)
                .build();
    }

    @Override
    protected List<StreamingMode> streamingModes() {
        return List.of(StreamingMode.HANDLER, StreamingMode.PUBLISHER);
    }

    @Override
    public StreamingChatModel createModelWith(ChatModelListener listener) {
        return IsothermStreamingChatModel.builder()
                .model(MODEL)
                .temperature(0.0)
                .listeners(List.of(listener))
                .build();
    }

    @Override
    protected boolean assertThreads() {
        return true;
    }

    @Override
    protected Class<? extends ChatResponseMetadata> chatResponseMetadataType(StreamingChatModel model) {
        return IsothermChatResponseMetadata.class;
    }

    /** A local model is one model: it answers to its own name only. */
    @Override
    protected boolean supportsModelNameParameter() {
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

    /**
     * The bundled model answers in mock German, "Ich habe die Frage 'I love you' in German.", so that this case runs over a
     * scripted model, through the real adapter, sampler and loop.
     */
    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_respect_system_message(StreamingChatModel model) {
        super.should_respect_system_message(over(Models.translating()));
    }

    /**
     * The bundled model apologises for being "a color-saturated AI", so that this case runs over a scripted model. It does
     * remember names: see {@link IsothermChatParametersIT#rememberTheConversation()}.
     */
    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_respect_multiple_messages(StreamingChatModel model) {
        super.should_respect_multiple_messages(over(Models.rememberingTheColor()));
    }

    /** The bundled model calls one tool at a time: here {@code getWeather} alone, so that this case runs over a scripted model. */
    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_execute_multiple_tools_in_parallel_then_answer(StreamingChatModel model) {
        super.should_execute_multiple_tools_in_parallel_then_answer(over(Models.callingTwoTools()));
    }

    /** The bundled model asks for the weather in "Munchen", so that this case runs over a scripted model. */
    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_force_LLM_to_execute_specific_tool(StreamingChatModel model) {
        super.should_force_LLM_to_execute_specific_tool(over(Models.callingForMunich()));
    }

    private static StreamingChatModel over(LocalModel model) {
        return IsothermStreamingChatModel.builder().model(model).build();
    }
}
