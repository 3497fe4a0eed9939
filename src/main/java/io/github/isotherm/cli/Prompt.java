package io.github.isotherm.cli;

import io.github.isotherm.error.InvalidValueException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The prompt as people write it: with a blank {@code ___} at its end. The blank goes, and spaces and tabs before it, since
 * a prompt that ends in a space is another, worse prompt for a model whose tokens begin with their space.
 */
final class Prompt {
    private static final Pattern BLANK_END = Pattern.compile("[ \\t]*_{3,}[ \\t]*\\z|[ \\t]+\\z");
    private static final Pattern BLANK = Pattern.compile("_{3,}");

    private Prompt() {}

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
        Matcher end = BLANK_END.matcher(text);
        String cleaned = text;
        if (end.find()) {
            cleaned = text.substring(0, end.start());
            terminal.say("removed \"" + end.group() + "\" from the end of the prompt (--raw keeps it)");
        }
        if (BLANK.matcher(cleaned).find()) {
            throw new InvalidValueException("The prompt has a blank ___ before its end, but a language model only"
                    + " continues a text at its end; move the blank to the end, or use --raw to keep the underscores.");
        }
        return cleaned;
    }
}
