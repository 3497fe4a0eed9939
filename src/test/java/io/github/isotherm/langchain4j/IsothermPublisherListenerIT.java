package io.github.isotherm.langchain4j;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.common.AbstractStreamingChatModelPublisherListenerTest;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.generate.ByteCodec;
import io.github.isotherm.generate.ScriptedModel;
import java.util.List;

/** LangChain4j's suite for listeners of published streams; it scripts the stream, so the logits are scripted. */
class IsothermPublisherListenerIT extends AbstractStreamingChatModelPublisherListenerTest {
    @Override
    protected StreamingChatModel createModel(ChatModelListener listener, StreamScenario scenario) {
        ScriptedModel model = new ScriptedModel(ByteCodec.SIZE, 100_000, sequence -> {
            if (scenario.fail()) {
                throw new ModelException("The scripted model fails, as the scenario asks.");
            }
            pause(scenario.spreadOverMillis() / Math.max(1, scenario.contentChunks()));
            float[] logits = new float[ByteCodec.SIZE];
            logits['x'] = 100;
            return logits;
        });
        return IsothermStreamingChatModel.builder()
                .model(Models.over(model))
                .maxOutputTokens(Math.max(1, scenario.contentChunks()))
                .listeners(List.of(listener))
                .build();
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
