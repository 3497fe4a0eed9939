package io.github.isotherm.chat;

import io.github.isotherm.ChatFormat;
import io.github.isotherm.LocalModel;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.sampling.processors.TextConstraint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A conversation with tools as one model can take it, and what its answer may be.
 *
 * @param messages what the chat template is told: maps with {@code role}, {@code content} and others
 * @param tools what the chat template is told of tools; none where it has no place for them
 * @param calls what the answer is held to where the template has no place for tools and one is called; null else
 * @param offered what calls may be where the template has a place for tools; null else
 */
public record ToolTurn(
        List<Map<String, Object>> messages,
        List<Tool> tools,
        @Nullable CallsConstraint calls,
        @Nullable TemplateCalls offered) {
    /** As many calls as an answer may have where nobody says how many. */
    public static final int MOST_CALLS = 16;

    private static final String PROBE = "zqsystem";

    /**
     * Prepares a conversation.
     *
     * @param model what answers
     * @param messages maps with {@code role}, {@code content}, {@code tool_calls}; results of tools have the role {@code tool}
     * @param offered what may be called; none for no calls
     * @param choice whether a call is to be made
     * @param most how many calls an answer may have, ≥ 1
     * @param answer the JSON that the answer is to be where it is no call; null for any text
     * @param cancellation stops the model from another thread, where it decides
     * @return the conversation
     */
    public static ToolTurn of(
            LocalModel model,
            List<Map<String, Object>> messages,
            List<Tool> offered,
            ToolChoice choice,
            int most,
            @Nullable AnswerSchema answer,
            Cancellation cancellation) {
        if (model.knowsTools()) {
            TemplateCalls calls =
                    TemplateCalls.of(model, offered, choice, most, answer).orElse(null);
            return new ToolTurn(messages, offered, null, calls);
        }
        Optional<Tool> called =
                offered.isEmpty() ? Optional.empty() : called(model, messages, offered, choice, cancellation);
        return called.map(tool -> calling(model, messages, offered, tool, most))
                .orElseGet(() -> new ToolTurn(readable(model, messages), List.of(), null, null));
    }

    /**
     * Whether the answer is calls and nothing else.
     *
     * @return true where a call is to be made
     */
    public boolean isCall() {
        return calls != null || (offered != null && offered.isRequired());
    }

    /**
     * Whether the model may say what it likes, and is held to a form only where it begins a call.
     *
     * @return true where a template with tools leaves the choice to the model
     */
    public boolean mayBeText() {
        return offered != null && !offered.isRequired() && offered.answer() == null;
    }

    /**
     * What is to stand between the prompt and the answer.
     *
     * @param opened the thinking that the prompt has begun, or null
     * @return the end of that thinking, or nothing
     */
    public String beginning(@Nullable ThinkingMarks opened) {
        return offered == null ? "" : offered.beginning(opened);
    }

    /**
     * What calls are held to, and the whole answer unless it {@linkplain #mayBeText may be text}.
     *
     * @param opened the thinking that the prompt has begun, or null
     * @return a constraint; empty where there are no calls, or they may be written in any way
     * @throws io.github.isotherm.grammar.GrammarException when a tool's parameters are no schema, or say what cannot be enforced
     */
    public Optional<TextConstraint> constraint(@Nullable ThinkingMarks opened) {
        if (calls != null) {
            return Optional.of(calls);
        }
        return offered == null ? Optional.empty() : offered.constraint(opened);
    }

    /**
     * In what frame calls are certain where the answer is held to {@link #constraint}.
     *
     * @return the frame; empty where there are no calls, or none is certain before it is whole
     */
    public Optional<HeldFrame> heldFrame() {
        if (calls != null) {
            return Optional.of(HeldFrame.throughout(calls.frame()));
        }
        return offered == null ? Optional.empty() : Optional.ofNullable(HeldFrame.of(offered));
    }

    /** A template that has no words for calls would leave them out. */
    private static List<Map<String, Object>> readable(LocalModel model, List<Map<String, Object>> messages) {
        return model.chatFormat().reads("tool_calls") ? messages : ToldTools.plain(messages);
    }

    private static ToolTurn calling(
            LocalModel model, List<Map<String, Object>> messages, List<Tool> tools, Tool called, int most) {
        return new ToolTurn(
                ToldTools.calling(messages, tools, called, CallFrame.LINES, takesSystem(model.chatFormat())),
                List.of(),
                new CallsConstraint(CallFrame.LINES, List.of(called), tools, most),
                null);
    }

    /** Some templates refuse system messages, and some leave them out. */
    private static boolean takesSystem(ChatFormat format) {
        try {
            return format.prompt(
                            List.of(Messages.of(Messages.SYSTEM, PROBE), Messages.of(Messages.USER, "Go.")), List.of())
                    .contains(PROBE);
        } catch (InvalidValueException e) {
            return false;
        }
    }

    /** Behind the result of a call the model says what it likes, unless another call is required. */
    private static Optional<Tool> called(
            LocalModel model,
            List<Map<String, Object>> messages,
            List<Tool> tools,
            ToolChoice choice,
            Cancellation cancellation) {
        boolean required = choice == ToolChoice.REQUIRED;
        if (required && tools.size() == 1) {
            return Optional.of(tools.get(0));
        }
        String asked = lastRequest(messages);
        if (asked.isBlank() || (!required && ToldTools.isResult(messages.get(messages.size() - 1)))) {
            return required ? Optional.of(tools.get(0)) : Optional.empty();
        }
        ToolDecision decision = ToolDecision.of(model, tools, asked, cancellation);
        return required ? Optional.of(decision.tool()) : decision.called();
    }

    private static String lastRequest(List<Map<String, Object>> messages) {
        int last = Messages.lastOfUser(messages);
        return last < 0 ? "" : String.valueOf(messages.get(last).get(Messages.CONTENT));
    }
}
