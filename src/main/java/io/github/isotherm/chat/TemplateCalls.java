package io.github.isotherm.chat;

import io.github.isotherm.LocalModel;
import io.github.isotherm.sampling.processors.TextConstraint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Calls of a model whose chat template has a place for tools: what its answer is held to.
 *
 * <p>Where the template shows how calls are written, they are written so ({@code TemplateFrame}). Where it does not, required
 * calls are {@link CallFrame#LINES}, and the model chooses freely.
 *
 * @param frame how calls are written; null where nobody knows
 * @param special which special tokens that and thinking are written with
 * @param tools what may be called, one or more
 * @param choice whether a call is to be made
 * @param most how many calls an answer may have, ≥ 1
 * @param answer the JSON that the answer is to be where it is no call; null for any text
 */
public record TemplateCalls(
        @Nullable CallFrame frame,
        SpecialTokens special,
        List<Tool> tools,
        ToolChoice choice,
        int most,
        @Nullable AnswerSchema answer) {
    /** Copies the list. */
    public TemplateCalls {
        tools = List.copyOf(tools);
    }

    /**
     * Those of a request.
     *
     * @param model what answers
     * @param tools what its chat template is told may be called
     * @param choice whether a call is to be made
     * @param most how many calls an answer may have, ≥ 1
     * @param answer the JSON that the answer is to be where it is no call; null for any text
     * @return the calls; empty where there are no tools, or the template has no place for them
     */
    public static Optional<TemplateCalls> of(
            LocalModel model, List<Tool> tools, ToolChoice choice, int most, @Nullable AnswerSchema answer) {
        if (tools.isEmpty() || !model.knowsTools() || !model.hasVocabulary()) {
            return Optional.empty();
        }
        CallFrame frame = framed(model);
        SpecialTokens special =
                SpecialTokens.in(model.vocabulary(), markup(frame)).orElse(null);
        return Optional.of(
                special == null
                        ? new TemplateCalls(null, SpecialTokens.NONE, tools, choice, most, answer)
                        : new TemplateCalls(frame, special, tools, choice, most, answer));
    }

    private static @Nullable CallFrame framed(LocalModel model) {
        List<String> ends = model.endOfSequence().stream()
                .map(id -> new String(model.vocabulary().bytes(id), StandardCharsets.UTF_8))
                .filter(name -> !name.isBlank())
                .toList();
        return TemplateFrame.of(model.chatFormat())
                .map(frame -> frame.endingBefore(ends))
                .filter(frame -> !(frame.opening() + frame.before()).isBlank())
                .filter(frame -> ends.stream().noneMatch(frame::holds))
                .orElse(null);
    }

    private static List<String> markup(@Nullable CallFrame frame) {
        return frame == null
                ? List.of()
                : Stream.concat(
                                HarmonyCalls.ways(frame).stream().flatMap(way -> way.markup().stream()),
                                ThinkingMarks.known().stream()
                                        .flatMap(marks ->
                                                Stream.concat(Stream.of(marks.opening()), marks.closings().stream())))
                        .toList();
    }

    /**
     * Whether the answer is calls and never text or JSON.
     *
     * @return true where a call is to be made
     */
    public boolean isRequired() {
        return choice == ToolChoice.REQUIRED;
    }

    /**
     * What is to stand between the prompt and the answer: where every token of the answer is held to a form, thinking that the
     * prompt has begun is ended.
     *
     * @param opened that thinking, or null
     * @return the end of thinking, or nothing
     */
    public String beginning(@Nullable ThinkingMarks opened) {
        return opened == null || !isHeldThroughout()
                ? ""
                : "\n" + opened.closings().get(0) + "\n\n";
    }

    private boolean isHeldThroughout() {
        return isRequired() || answer != null;
    }

    /**
     * What the answer is held to.
     *
     * @param opened the thinking that the prompt has begun, or null
     * @return a constraint; empty where the model may write what it likes
     * @throws io.github.isotherm.grammar.GrammarException when a tool's parameters are no schema, or say what cannot be enforced
     */
    public Optional<TextConstraint> constraint(@Nullable ThinkingMarks opened) {
        if (frame == null && !isHeldThroughout()) {
            return Optional.empty();
        }
        CallsConstraint calls = new CallsConstraint(
                frame == null ? CallFrame.LINES : frame, tools, tools, most, special, isRequired() ? null : answer);
        return Optional.of(isHeldThroughout() ? calls : new LazyCalls(calls, opened));
    }
}
