package io.github.isotherm.langchain4j;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import io.github.isotherm.LocalModel;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts tokens as the model will see them: messages go through its chat template, markers included, so the count of a
 * conversation is exactly what a request with it costs.
 */
public class IsothermTokenCountEstimator implements TokenCountEstimator {
    private final LocalModel model;
    private final ChatRequestParameters parameters;

    /**
     * An estimator for one model.
     *
     * @param model borrowed; the caller closes it
     */
    public IsothermTokenCountEstimator(LocalModel model) {
        this(model, ChatRequestParameters.builder().build());
    }

    /**
     * An estimator for one model and requests with the same parameters.
     *
     * @param model borrowed; the caller closes it
     * @param parameters whose tools, template variables and template time count, as a chat model's {@code
     *     defaultRequestParameters()}
     */
    public IsothermTokenCountEstimator(LocalModel model, ChatRequestParameters parameters) {
        this.model = model;
        this.parameters = parameters;
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
        return all.isEmpty() ? 0 : Failures.translating(() -> ids(all).length);
    }

    private int[] ids(List<ChatMessage> messages) {
        return Conversation.ids(model, messages, TemplateInputs.of(parameters, model), "", false, () -> {});
    }
}
