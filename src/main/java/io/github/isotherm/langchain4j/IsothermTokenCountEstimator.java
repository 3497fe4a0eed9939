package io.github.isotherm.langchain4j;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import io.github.isotherm.LocalModel;
import io.github.isotherm.chat.ToolChoice;
import io.github.isotherm.chat.ToolTurn;
import io.github.isotherm.generate.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
        List<Map<String, Object>> said = ToolTurn.of(
                        model,
                        Conversation.said(messages),
                        List.of(),
                        ToolChoice.AUTO,
                        ToolTurn.MOST_CALLS,
                        null,
                        new Cancellation())
                .messages();
        return RequestInputs.of(parameters, model).ids(model, said, "", false, () -> {});
    }
}
