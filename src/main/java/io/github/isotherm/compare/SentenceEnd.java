package io.github.isotherm.compare;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the first sentence of a text ends: behind a full stop, a question or an exclamation mark with what closes after it, and
 * before a blank; or at a line's end. Abbreviations, initials and the numbers of lists are no ends.
 */
public final class SentenceEnd {
    private static final String CLOSING = "[\"'”’»)\\]*_]*";
    private static final Pattern END =
            Pattern.compile("[.!?…]+" + CLOSING + "(?=\\s|\\z)|[。！？]+[」』”’）]*|(?<=\\S)[ \\t]*(?=[\\r\\n])");
    private static final Pattern MARKED = Pattern.compile("[.!?…。！？][\"'”’»)\\]*_」』）]*\\s*\\z");
    private static final Pattern GOES_ON = Pattern.compile(
            "(?:^|[\\s(\"“])(?:Mr|Mrs|Ms|Dr|St|Prof|Jr|Sr|vs|No|[A-Z]|[A-Za-z](?:\\.[A-Za-z])+)\\.\\z|^\\s*\\d{1,3}\\.\\z");

    private SentenceEnd() {}

    /**
     * The end of the first sentence.
     *
     * @param text what there is of a text
     * @param whole whether nothing follows; else an end is one only where a blank follows it
     * @return the index behind it; -1 where there is none
     */
    public static int first(String text, boolean whole) {
        Matcher ends = END.matcher(text);
        while (ends.find()) {
            boolean certain = whole || ends.end() < text.length();
            if (certain && !GOES_ON.matcher(text.substring(0, ends.end())).find()) {
                return ends.end();
            }
        }
        return -1;
    }

    /**
     * Whether a text ends with the mark of a sentence's end, and not just where a line does.
     *
     * @param text a text
     * @return true behind a mark, what closes after it, and blanks
     */
    public static boolean isMarked(String text) {
        return MARKED.matcher(text).find();
    }
}
