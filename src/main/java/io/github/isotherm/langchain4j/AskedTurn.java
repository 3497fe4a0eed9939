package io.github.isotherm.langchain4j;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.chat.ConstrainedAnswer;
import io.github.isotherm.chat.ToolChoice;
import io.github.isotherm.chat.ToolTurn;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.sampling.ChainStep;
import io.github.isotherm.sampling.processors.TextConstraint;
import java.util.List;

/**
 * A conversation as the model reads it, and what its answer is held to.
 *
 * @param model what answers
 * @param turn the conversation with its tools
 * @param told what the chat template is told beside messages
 */
record AskedTurn(LocalModel model, ToolTurn turn, TemplateInputs told) {
    static AskedTurn of(
            LocalModel model,
            List<ChatMessage> messages,
            TemplateInputs inputs,
            ToolChoice choice,
            Cancellation cancellation) {
        ToolTurn turn =
                ToolTurn.of(model, Conversation.said(messages), inputs.tools(), choice, inputs.answer(), cancellation);
        TemplateInputs told = inputs.telling(turn.tools());
        return new AskedTurn(model, turn, turn.isCall() ? told.withoutAnswer() : told);
    }

    int[] prompt(boolean allowSpecial, Runnable interruption) {
        int[] prompt = prompt("", allowSpecial, interruption);
        String beginning = turn.beginning(AnswerReading.opened(model, prompt));
        return beginning.isEmpty() ? prompt : prompt(beginning, allowSpecial, interruption);
    }

    private int[] prompt(String beginning, boolean allowSpecial, Runnable interruption) {
        return Conversation.ids(model, turn.messages(), told, beginning, allowSpecial, interruption);
    }

    /** Options under which the answer is what it may be. */
    HeldOptions held(
            CompletionOptions options,
            ChatRequestParameters parameters,
            List<ChatMessage> messages,
            AnswerReading reading) {
        TextConstraint calls = turn.constraint(reading.opened()).orElse(null);
        if (calls != null && !turn.mayBeText()) {
            return calling(options, calls);
        }
        CompletionOptions held = FormatInstruction.held(
                RequestTranslation.answered(options, parameters, IntegerRange.of(messages)), messages);
        return calls == null || ConstrainedAnswer.isHeld(held) ? new HeldOptions(held, null) : calling(held, calls);
    }

    /** A stop sequence may cut a call, so that none is certain. */
    private HeldOptions calling(CompletionOptions options, TextConstraint calls) {
        CompletionOptions held = ConstrainedAnswer.of(options, ChainStep.named("tool_calls", calls), "calls of tools");
        List<String> stops = options.stopStrings() == null ? model.limits().stopStrings() : options.stopStrings();
        return new HeldOptions(held, stops.isEmpty() ? turn.heldFrame().orElse(null) : null);
    }
}
