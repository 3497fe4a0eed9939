package io.github.isotherm.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole answer, taken apart.
 *
 * @param text what people read of it beside thinking and calls; empty when nothing is left
 * @param thinking what the model thought before or between, or null where it did not
 * @param calls the calls of offered tools, in order
 */
public record Answer(String text, @Nullable String thinking, List<ToolCall> calls) {
    /** Copies the list. */
    public Answer {
        calls = List.copyOf(calls);
    }
}
