package io.github.isotherm.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.response.PartialToolCall;
import io.github.isotherm.LocalModel;
import io.github.isotherm.chat.Answer;
import io.github.isotherm.chat.AnswerListener;
import io.github.isotherm.chat.AnswerReader;
import io.github.isotherm.chat.HeldFrame;
import io.github.isotherm.chat.ThinkingMarks;
import io.github.isotherm.chat.Tool;
import io.github.isotherm.chat.ToolCall;
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
record AnswerReading(
        List<Tool> tools,
        @Nullable ThinkingMarks opened,
        boolean returnsThinking,
        @Nullable HeldFrame held) {
    /** More tokens than the longest opening of thinking and the blanks behind it have. */
    private static final int PROMPT_END = 64;

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

    Answer read(MarkedText answer) {
        return AnswerReader.read(answer, tools, opened);
    }

    private static String id(int index) {
        return "call_" + index;
    }

    /** A piece of arguments, of a call that the model gives no id. */
    static PartialToolCall partial(int index, String name, String piece) {
        return PartialToolCall.builder()
                .index(index)
                .id(id(index))
                .name(name)
                .partialArguments(piece)
                .build();
    }

    /** A call under the id that the model gave it, else its number. */
    static ToolExecutionRequest request(int index, ToolCall call) {
        return ToolExecutionRequest.builder()
                .id(call.id() == null ? id(index) : call.id())
                .name(call.name())
                .arguments(call.arguments())
                .build();
    }
}
