package io.github.isotherm.serve;

import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.common.AbstractChatModelListenerIT;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import java.util.List;
import org.junit.jupiter.api.AfterAll;

/** LangChain4j's suite for listeners through its own client of OpenAI. */
class LangChainOpenAiListenerIT extends AbstractChatModelListenerIT {
    private static final ChatModelServer SERVER = new ChatModelServer();

    @AfterAll
    static void close() {
        SERVER.close();
    }

    @Override
    protected ChatModel createModel(ChatModelListener listener) {
        return SERVER.plain()
                .modelName(modelName())
                .temperature(temperature())
                .topP(topP())
                .maxTokens(maxTokens())
                .listeners(List.of(listener))
                .build();
    }

    @Override
    protected String modelName() {
        return ChatModelServer.BUNDLED;
    }

    @Override
    protected ChatModel createFailingModel(ChatModelListener listener) {
        return SERVER.plain()
                .modelName(ChatModelServer.FAILING)
                .listeners(List.of(listener))
                .build();
    }

    @Override
    protected Class<? extends Exception> expectedExceptionClass() {
        return InternalServerException.class;
    }

    /** The bundled model's chat template has no place for tools. */
    @Override
    protected boolean supportsTools() {
        return false;
    }
}
