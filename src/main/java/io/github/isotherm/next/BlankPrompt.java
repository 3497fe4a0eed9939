package io.github.isotherm.next;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.Sentence;

/**
 * A prompt as people write it, with a blank {@code ___}: at its end, or inside it with more text behind. The blank goes, and
 * spaces and tabs before it, since a prompt that ends in a space is another, worse prompt for a model whose tokens begin with
 * their space.
 *
 * @param text the prompt before the blank
 * @param removed what was taken off its end, empty when nothing was
 * @param suffix what stands behind a blank inside the text, empty where the blank ends it
 */
public record BlankPrompt(String text, String removed, String suffix) {
    private static final String BLANK = "___";

    /**
     * A prompt whose blank, if it has one, stands at its end.
     *
     * @param text the prompt before the blank
     * @param removed what was taken off its end, empty when nothing was
     */
    public BlankPrompt(String text, String removed) {
        this(text, removed, "");
    }

    /**
     * Takes the blank off the end.
     *
     * @param written the prompt as written
     * @return the prompt and what was removed
     * @throws InvalidValueException when a blank stands before the end
     */
    public static BlankPrompt of(String written) {
        BlankPrompt anywhere = anywhere(written);
        if (anywhere.isInside()) {
            throw new InvalidValueException(
                    Sentence.of(
                            "prompt.blank",
                            "The prompt has a blank ___ before its end, but a language model only continues a text at its end;"
                                    + " move the blank to the end, or have the prompt read as it is (--raw, in a request raw)."));
        }
        return anywhere;
    }

    /**
     * Cuts the prompt where its blank is.
     *
     * @param written the prompt as written
     * @return the prompt before the blank, what was removed, and what stands behind
     * @throws InvalidValueException when there are several blanks
     */
    public static BlankPrompt anywhere(String written) {
        int end = endOfText(written);
        String text = written.substring(0, end);
        String removed = written.substring(end);
        int blank = text.indexOf(BLANK);
        if (blank < 0) {
            return new BlankPrompt(text, removed);
        }
        int behind = behindUnderscores(text, blank);
        if (text.indexOf(BLANK, behind) >= 0 || removed.contains("_")) {
            throw new InvalidValueException(
                    Sentence.of(
                            "prompt.blanks",
                            "The prompt has several blanks ___ but one is filled at a time; write the words into all but one."));
        }
        int from = beforeSpaces(text, blank);
        return new BlankPrompt(text.substring(0, from), text.substring(from, behind), text.substring(behind));
    }

    /** Where the text ends before a blank, and spaces and tabs, at its end. Linear, as are the steps below. */
    private static int endOfText(String written) {
        int spaces = beforeSpaces(written, written.length());
        int underscores = spaces;
        while (underscores > 0 && written.charAt(underscores - 1) == '_') {
            underscores--;
        }
        return spaces - underscores >= BLANK.length() ? beforeSpaces(written, underscores) : spaces;
    }

    private static int beforeSpaces(String text, int end) {
        int at = end;
        while (at > 0 && (text.charAt(at - 1) == ' ' || text.charAt(at - 1) == '\t')) {
            at--;
        }
        return at;
    }

    private static int behindUnderscores(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) == '_') {
            at++;
        }
        return at;
    }

    /**
     * Whether text stands behind the blank.
     *
     * @return true for a blank before the end
     */
    public boolean isInside() {
        return !suffix.isEmpty();
    }

    /** Whether what fills the blank begins with a space: where one stood before it. */
    boolean isSpaced() {
        return !removed.startsWith("_");
    }
}
