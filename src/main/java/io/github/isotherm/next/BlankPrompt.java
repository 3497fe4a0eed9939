package io.github.isotherm.next;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.Sentence;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A prompt as people write it, with a blank {@code ___} at its end. The blank goes, and spaces and tabs before it, since a
 * prompt that ends in a space is another, worse prompt for a model whose tokens begin with their space.
 *
 * @param text the prompt without it
 * @param removed what was taken off its end, empty when nothing was
 */
public record BlankPrompt(String text, String removed) {
    private static final Pattern BLANK_END = Pattern.compile("[ \\t]*_{3,}[ \\t]*\\z|[ \\t]+\\z");
    private static final Pattern BLANK = Pattern.compile("_{3,}");

    /**
     * Takes the blank off.
     *
     * @param written the prompt as written
     * @return the prompt and what was removed
     * @throws InvalidValueException when a blank stands before the end
     */
    public static BlankPrompt of(String written) {
        Matcher end = BLANK_END.matcher(written);
        boolean found = end.find();
        String text = found ? written.substring(0, end.start()) : written;
        if (BLANK.matcher(text).find()) {
            throw new InvalidValueException(
                    Sentence.of(
                            "prompt.blank",
                            "The prompt has a blank ___ before its end, but a language model only continues a text at its end;"
                                    + " move the blank to the end, or have the prompt read as it is (--raw, in a request raw)."));
        }
        return new BlankPrompt(text, found ? end.group() : "");
    }
}
