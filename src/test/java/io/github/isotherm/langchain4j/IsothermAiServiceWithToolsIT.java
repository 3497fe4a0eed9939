package io.github.isotherm.langchain4j;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.common.AbstractAiServiceWithToolsIT;
import io.github.isotherm.LocalModel;
import java.util.List;
import org.junit.jupiter.api.AfterAll;

/** LangChain4j's suite for tools, over the bundled model's real weights, whose chat template has no place for tools. */
class IsothermAiServiceWithToolsIT extends AbstractAiServiceWithToolsIT {
    private static final LocalModel MODEL = LocalModel.openBundled();

    @AfterAll
    static void close() {
        MODEL.close();
    }

    @Override
    protected List<ChatModel> models() {
        return List.of(IsothermChatModel.builder().model(MODEL).temperature(0.0).build());
    }

    @Override
    protected boolean supportsRecursion() {
        return true;
    }
}
