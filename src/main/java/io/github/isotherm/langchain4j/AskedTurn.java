package io.github.isotherm.langchain4j;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.chat.CallsConstraint;
import io.github.isotherm.chat.ConstrainedAnswer;
import io.github.isotherm.chat.TemplateCalls;
import io.github.isotherm.chat.ToolChoice;
import io.github.isotherm.chat.ToolTurn;
import io.github.isotherm.sampling.ChainStep;
import io.github.isotherm.sampling.processors.TextConstraint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as the model reads it, and what its answer is held to.
 *
 * @param model what answers
 * @param turn the conversation with its tools
 * @param told what the chat template is told beside messages
 * @param offered calls in the template's own way; null where it has none, or the turn is a call already
 */
record AskedTurn(
        LocalModel model,
        ToolTurn turn,
        TemplateInputs told,
        @Nullable TemplateCalls offered) {
    static AskedTurn of(LocalModel model, ToolTurn turn, TemplateInputs inputs, ToolChoice choice) {
        TemplateInputs told = inputs.telling(turn.tools());
        TemplateCalls offered = turn.calls() != null
                ? null
                : TemplateCalls.of(model, turn.tools(), choice, inputs.answer()).orElse(null);
        boolean calls = turn.calls() != null || (offered != null && offered.isRequired());
        return new AskedTurn(model, turn, calls ? told.withoutAnswer() : told, offered);
    }

    int[] prompt(boolean allowSpecial, Runnable interruption) {
        int[] prompt = prompt("", allowSpecial, interruption);
        String beginning = offered == null ? "" : offered.beginning(AnswerReading.opened(model, prompt));
        return beginning.isEmpty() ? prompt : prompt(beginning, allowSpecial, interruption);
    }

    private int[] prompt(String beginning, boolean allowSpecial, Runnable interruption) {
        return Conversation.ids(model, turn.messages(), told, beginning, allowSpecial, interruption);
    }

    /** Whether the model may say what it likes, and be held to a form only where it begins a call. */
    boolean mayBeText() {
        return offered != null && !offered.isRequired() && offered.answer() == null;
    }

    /** Options under which the answer is what it may be. */
    CompletionOptions held(
            CompletionOptions options,
            ChatRequestParameters parameters,
            List<ChatMessage> messages,
            AnswerReading reading) {
        CallsConstraint calls = turn.calls();
        if (calls != null) {
            return calling(options, calls);
        }
        TextConstraint template =
                offered == null ? null : offered.constraint(reading.opened()).orElse(null);
        if (offered == null || template == null) {
            return FormatInstruction.held(
                    RequestTranslation.answered(options, parameters, IntegerRange.of(messages)), messages);
        }
        if (offered.isRequired() || offered.answer() != null) {
            return calling(options, template);
        }
        CompletionOptions held = FormatInstruction.held(options, messages);
        return ConstrainedAnswer.isHeld(held) ? held : calling(held, template);
    }

    private static CompletionOptions calling(CompletionOptions options, TextConstraint calls) {
        return ConstrainedAnswer.of(options, ChainStep.named("tool_calls", calls), "calls of tools");
    }
}
