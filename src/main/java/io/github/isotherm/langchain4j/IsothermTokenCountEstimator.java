package io.github.isotherm.langchain4j;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.TokenCountEstimator;
import io.github.isotherm.LocalModel;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts tokens as the model will see them: messages go through its chat template, markers included, so the count of a
 * conversation is exactly what a request with it costs.
 */
public class IsothermTokenCountEstimator implements TokenCountEstimator {
    private final LocalModel model;

    /**
     * An estimator for one model.
     *
     * @param model borrowed; the caller closes it
     */
    public IsothermTokenCountEstimator(LocalModel model) {
        this.model = model;
    }

    @Override
    public int estimateTokenCountInText(String text) {
        return Failures.translating(() -> model.encode(text).length);
    }

    @Override
    public int estimateTokenCountInMessage(ChatMessage message) {
        return estimateTokenCountInMessages(List.of(message));
    }

    @Override
    public int estimateTokenCountInMessages(Iterable<ChatMessage> messages) {
        List<ChatMessage> all = new ArrayList<>();
        messages.forEach(all::add);
        return all.isEmpty() ? 0 : Failures.translating(() -> Conversation.ids(model, all, "").length);
    }
}
