package io.github.isotherm.chat;

/** Whether an answer is to be a call of a tool. */
public enum ToolChoice {
    /** What the message asks for: the model's template lets it choose, or {@link ToolDecision} does. */
    AUTO,
    /** A call, whatever the message says. */
    REQUIRED
}
