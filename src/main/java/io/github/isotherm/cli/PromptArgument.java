package io.github.isotherm.cli;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.next.BlankPrompt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The prompt of a command, without its blank {@code ___}; what was removed is said. */
final class PromptArgument {
    private PromptArgument() {}

    /** The prompt of a command: its argument, else standard input. */
    static String read(Terminal terminal, @Nullable String argument, boolean raw) {
        BlankPrompt prompt = at(BlankPrompt::of, terminal, argument, raw);
        tellRemoved(terminal, prompt);
        return prompt.text();
    }

    /** Says what was taken off the end. */
    static void tellRemoved(Terminal terminal, BlankPrompt prompt) {
        if (!prompt.isInside() && !prompt.removed().isEmpty()) {
            terminal.say("removed \"" + prompt.removed() + "\" from the end of the prompt (--raw keeps it)");
        }
    }

    /** The same, where the blank may stand inside the prompt; what was removed is not said. */
    static BlankPrompt readAnywhere(Terminal terminal, @Nullable String argument, boolean raw) {
        return at(BlankPrompt::anywhere, terminal, argument, raw);
    }

    private static BlankPrompt at(
            Function<String, BlankPrompt> cleaning, Terminal terminal, @Nullable String argument, boolean raw) {
        if (argument == null && terminal.interactive()) {
            throw new InvalidValueException(
                    "No prompt is given; write one, such as isotherm \"This is a wonderful ___\", or pipe it in.");
        }
        String text = argument == null ? terminal.readAll() : argument;
        BlankPrompt prompt = raw
                ? new BlankPrompt(text, "")
                : cleaning.apply(argument == null ? withoutFinalNewline(terminal, text) : text);
        if (prompt.text().isEmpty() && !prompt.isInside()) {
            throw new InvalidValueException(
                    "The prompt is empty but must have at least one character; write the text to be continued.");
        }
        return prompt;
    }

    private static String withoutFinalNewline(Terminal terminal, String text) {
        if (!text.endsWith("\n")) {
            return text;
        }
        terminal.say("removed the newline at the end of the prompt (--raw keeps it)");
        return text.substring(0, text.length() - (text.endsWith("\r\n") ? 2 : 1));
    }
}
