package io.github.isotherm.cli;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.next.BlankPrompt;
import org.jspecify.annotations.Nullable;

/** The prompt of a command, without its blank {@code ___}; what was removed is said. */
final class PromptArgument {
    private PromptArgument() {}

    /** The prompt of a command: its argument, else standard input. */
    static String read(Terminal terminal, @Nullable String argument, boolean raw) {
        if (argument == null && terminal.interactive()) {
            throw new InvalidValueException(
                    "No prompt is given; write one, such as isotherm \"This is a wonderful ___\", or pipe it in.");
        }
        String text = argument == null ? terminal.readAll() : argument;
        if (!raw) {
            text = cleaned(terminal, argument == null ? withoutFinalNewline(terminal, text) : text);
        }
        if (text.isEmpty()) {
            throw new InvalidValueException(
                    "The prompt is empty but must have at least one character; write the text to be continued.");
        }
        return text;
    }

    private static String withoutFinalNewline(Terminal terminal, String text) {
        if (!text.endsWith("\n")) {
            return text;
        }
        terminal.say("removed the newline at the end of the prompt (--raw keeps it)");
        return text.substring(0, text.length() - (text.endsWith("\r\n") ? 2 : 1));
    }

    private static String cleaned(Terminal terminal, String text) {
        BlankPrompt cleaned = BlankPrompt.of(text);
        if (!cleaned.removed().isEmpty()) {
            terminal.say("removed \"" + cleaned.removed() + "\" from the end of the prompt (--raw keeps it)");
        }
        return cleaned.text();
    }
}
