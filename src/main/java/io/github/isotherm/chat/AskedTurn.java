package io.github.isotherm.chat;

import io.github.isotherm.CompletionOptions;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The next turn of a conversation, as it is asked for.
 *
 * @param messages maps with {@code role}, {@code content} and whatever else the chat template reads
 * @param inputs what the template reads beside them, the tools among it
 * @param choice whether a call is to be made
 * @param mostCalls how many calls the answer may have, ≥ 1
 * @param options how to complete it, for as long as the request may take
 * @param form holds an answer that is no call to the form that is asked for, by a constraint among the options
 * @param allowSpecial whether what messages and tools spell becomes special tokens
 * @param returnsThinking whether what the model thinks is told; if not, it is left out
 */
public record AskedTurn(
        List<Map<String, Object>> messages,
        TemplateInputs inputs,
        ToolChoice choice,
        int mostCalls,
        CompletionOptions options,
        UnaryOperator<CompletionOptions> form,
        boolean allowSpecial,
        boolean returnsThinking) {
    /** Copies the list. */
    public AskedTurn {
        messages = List.copyOf(messages);
    }
}
