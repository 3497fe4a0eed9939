package io.github.isotherm.chat;

import java.util.List;
import java.util.Optional;

/**
 * How a prompt says that calls are to be written, where the template writes none itself. Only what is said beyond doubt counts: the
 * marks of exactly one known frame, and none of another.
 *
 * @param frame how calls are written
 * @param marks what a prompt says of it, all of them
 */
record ToldFrame(CallFrame frame, List<String> marks) {
    private static final List<ToldFrame> KNOWN = List.of(
            // Hermes, Qwen and those that were trained as these
            new ToldFrame(
                    new CallFrame("", "<tool_call>\n{\"name\": \"", "\", \"arguments\": ", "}\n</tool_call>", "\n", ""),
                    List.of("<tool_call>", "</tool_call>", "\"name\":", "\"arguments\":")),
            // Phi-4-mini
            new ToldFrame(
                    new CallFrame("functools[", "{\"name\": \"", "\", \"arguments\": ", "}", ", ", "]"),
                    List.of("functools[", "\"name\":", "\"arguments\":")));

    /** Marks of frames whose arguments are written otherwise, or that are not known well enough. */
    private static final List<String> OTHERS = List.of(
            "<function=",
            "<arg_key>",
            "<invoke",
            "<parameter",
            "[TOOL_CALLS]",
            "<|tool_call|>",
            "<|python_tag|>",
            "<|tool_call_start|>",
            "<start_function_call>");

    /**
     * The frame that a prompt tells.
     *
     * @param prompt with tools
     * @return the only one; empty where there is none, or a doubt
     */
    static Optional<CallFrame> of(String prompt) {
        List<ToldFrame> told = KNOWN.stream()
                .filter(frame -> frame.marks.stream().allMatch(prompt::contains))
                .toList();
        boolean certain = told.size() == 1 && OTHERS.stream().noneMatch(prompt::contains);
        return certain ? Optional.of(told.get(0).frame) : Optional.empty();
    }
}
