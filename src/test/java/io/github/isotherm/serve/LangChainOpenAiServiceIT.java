package io.github.isotherm.serve;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.service.common.AbstractAiServiceIT;
import java.util.List;
import org.junit.jupiter.api.AfterAll;

/** LangChain4j's suite for AI services through its own client of OpenAI, over the bundled model's real weights. */
class LangChainOpenAiServiceIT extends AbstractAiServiceIT {
    private static final ChatModelServer SERVER = new ChatModelServer();

    @AfterAll
    static void close() {
        SERVER.close();
    }

    @Override
    protected List<ChatModel> models() {
        return List.of(SERVER.model(ChatModelServer.BUNDLED)
                .responseFormat("json_schema")
                .strictJsonSchema(true)
                .build());
    }

    @Override
    protected Class<? extends TokenUsage> tokenUsageType(ChatModel model) {
        return OpenAiTokenUsage.class;
    }
}
