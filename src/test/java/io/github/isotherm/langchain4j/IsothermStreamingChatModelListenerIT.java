package io.github.isotherm.langchain4j;

import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.common.AbstractStreamingChatModelListenerIT;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import io.github.isotherm.LocalModel;
import java.util.List;
import org.junit.jupiter.api.AfterAll;

/** LangChain4j's suite for listeners, over the bundled model. */
class IsothermStreamingChatModelListenerIT extends AbstractStreamingChatModelListenerIT {
    private static final LocalModel MODEL = LocalModel.openBundled();

    @AfterAll
    static void close() {
        MODEL.close();
    }

    @Override
    protected StreamingChatModel createModel(ChatModelListener listener) {
        return IsothermStreamingChatModel.builder()
                .model(MODEL)
                .temperature(temperature())
                .topP(topP())
                .maxOutputTokens(maxTokens())
                .listeners(List.of(listener))
                .build();
    }

    @Override
    protected String modelName() {
        return MODEL.name();
    }

    @Override
    protected StreamingChatModel createFailingModel(ChatModelListener listener) {
        return IsothermStreamingChatModel.builder()
                .model(Models.failing())
                .listeners(List.of(listener))
                .build();
    }

    @Override
    protected Class<? extends Exception> expectedExceptionClass() {
        return LangChain4jException.class;
    }

    /** The bundled model's chat template has no place for tools. */
    @Override
    protected boolean supportsTools() {
        return false;
    }
}
