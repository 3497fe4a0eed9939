package io.github.isotherm.chat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a turn of calls has around their names and arguments.
 *
 * @param around before the first name, between that and its arguments, between those and the next name and so on, behind the
 *     last arguments
 */
record CallParts(List<String> around) {
    /** What may be one token, and is not to be cut. */
    private static final Pattern TAG = Pattern.compile("<[^<>\\s]+>|\\[/?[A-Z_]+\\]");

    /** What a turn of one call and, where there may be such, a turn of two have in common. */
    CallFrame frame(@Nullable CallParts two) {
        String head = around.get(0);
        String tail = around.get(2);
        if (two == null || !two.around.equals(List.of(head, around.get(1), two.around.get(2), around.get(1), tail))) {
            return new CallFrame("", head, around.get(1), tail, null, "");
        }
        String middle = two.around.get(2);
        String before = head.substring(head.length() - wholeEnd(head, middle));
        String rest = middle.substring(0, middle.length() - before.length());
        String after = tail.substring(0, wholeBeginning(rest, tail));
        return new CallFrame(
                head.substring(0, head.length() - before.length()),
                before,
                around.get(1),
                after,
                rest.substring(after.length()),
                tail.substring(after.length()));
    }

    /** How much both end with, without a part of a tag of either. */
    private static int wholeEnd(String some, String other) {
        int end = commonEnd(some, other);
        int first = some.length() - outsideTag(some, some.length() - end, true);
        return other.length() - outsideTag(other, other.length() - Math.min(end, first), true);
    }

    private static int wholeBeginning(String some, String other) {
        return outsideTag(some, outsideTag(other, commonBeginning(some, other), false), false);
    }

    private static int commonEnd(String some, String other) {
        int length = 0;
        while (length < Math.min(some.length(), other.length())
                && some.charAt(some.length() - 1 - length) == other.charAt(other.length() - 1 - length)) {
            length++;
        }
        return length;
    }

    private static int commonBeginning(String some, String other) {
        int length = 0;
        while (length < Math.min(some.length(), other.length()) && some.charAt(length) == other.charAt(length)) {
            length++;
        }
        return length;
    }

    /** A place, or the end or the beginning of the tag that it is in. */
    private static int outsideTag(String text, int place, boolean behind) {
        Matcher tags = TAG.matcher(text);
        while (tags.find()) {
            if (tags.start() < place && place < tags.end()) {
                return behind ? tags.end() : tags.start();
            }
        }
        return place;
    }
}
