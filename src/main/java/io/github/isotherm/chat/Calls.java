package io.github.isotherm.chat;

import java.util.List;
import java.util.stream.Stream;

/**
 * What stands at a place of an answer.
 *
 * @param calls of offered tools, in order
 * @param left parts of it that are none, and stay text
 */
record Calls(List<ToolCall> calls, List<Span> left) {
    static final Calls NONE = new Calls(List.of(), List.of());

    /**
     * Part of a text.
     *
     * @param start its first character
     * @param end behind its last one
     */
    record Span(int start, int end) {}

    static Calls of(ToolCall call) {
        return new Calls(List.of(call), List.of());
    }

    static Calls left(int start, int end) {
        return new Calls(List.of(), List.of(new Span(start, end)));
    }

    boolean isEmpty() {
        return calls.isEmpty();
    }

    Calls and(Calls others) {
        return new Calls(joined(calls, others.calls), joined(left, others.left));
    }

    private static <T> List<T> joined(List<T> some, List<T> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }
}
