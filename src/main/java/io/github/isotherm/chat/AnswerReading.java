package io.github.isotherm.chat;

import io.github.isotherm.LocalModel;
import io.github.isotherm.generate.MarkedText;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the answer to a conversation is read.
 *
 * @param tools what may be called
 * @param opened the thinking that the prompt has begun, or null
 * @param returnsThinking whether thinking is told; if not, it is left out
 * @param held in what frame calls are certain before they are whole, or null
 */
public record AnswerReading(
        List<Tool> tools,
        @Nullable ThinkingMarks opened,
        boolean returnsThinking,
        @Nullable HeldFrame held) {
    /** More tokens than the longest opening of thinking and the blanks behind it have. */
    private static final int PROMPT_END = 64;

    /** Copies the list. */
    public AnswerReading {
        tools = List.copyOf(tools);
    }

    static AnswerReading of(LocalModel model, int[] prompt, List<Tool> tools, boolean returnsThinking) {
        return new AnswerReading(tools, opened(model, prompt), returnsThinking, null);
    }

    AnswerReading heldTo(@Nullable HeldFrame frame) {
        return new AnswerReading(tools, opened, returnsThinking, frame);
    }

    /** The thinking that a prompt has begun, or null. */
    static @Nullable ThinkingMarks opened(LocalModel model, int[] prompt) {
        int[] end = Arrays.copyOfRange(prompt, Math.max(0, prompt.length - PROMPT_END), prompt.length);
        return ThinkingMarks.opened(model.decodeWithSpecial(end)).orElse(null);
    }

    AnswerReader reader(AnswerListener listener) {
        return new AnswerReader(tools, opened, held, listener);
    }

    /**
     * Reads a whole answer.
     *
     * @param answer with its special tokens
     * @return its parts; no thinking where that is not told
     */
    public Answer read(MarkedText answer) {
        Answer read = AnswerReader.read(answer, tools, opened);
        return returnsThinking ? read : new Answer(read.text(), null, read.calls());
    }
}
