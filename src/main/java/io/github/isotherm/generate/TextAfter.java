package io.github.isotherm.generate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A few tokens whose text is known, to tell what others add to it. Decoders work on a text from its start: some drop the
 * space it begins with, so that a token alone does not have the text it has after others.
 */
final class TextAfter {
    /** More tokens than any character or word has, of which some must be no special ones. */
    private static final int FEW = 8;

    private static final char INCOMPLETE = '\uFFFD';

    private final TextCodec codec;
    private final int[] ids;
    private final String text;

    private TextAfter(TextCodec codec, int[] ids, String text) {
        this.codec = codec;
        this.ids = ids;
        this.text = text;
    }

    /** The last tokens of some, as many as it takes to have a text that does not begin inside a character. */
    static TextAfter of(TextCodec codec, int[] ids) {
        for (int count = Math.min(FEW, ids.length); ; count = Math.min(4 * count, ids.length)) {
            int[] last = Arrays.copyOfRange(ids, ids.length - count, ids.length);
            String text = codec.decode(last);
            boolean whole = !text.isEmpty() && text.charAt(0) != INCOMPLETE;
            if (whole || count == ids.length) {
                return new TextAfter(codec, last, text);
            }
        }
    }

    /** What more tokens add; a character that was incomplete before is theirs. */
    String add(int[] more) {
        int[] all = Arrays.copyOf(ids, ids.length + more.length);
        System.arraycopy(more, 0, all, ids.length, more.length);
        String added = difference(codec.decode(all), text);
        return added == null ? codec.decode(more) : added;
    }

    /** What a text has that another, with which it begins, has not; null where it begins otherwise. */
    static @Nullable String difference(String now, String text) {
        if (now.startsWith(text)) {
            return now.substring(text.length());
        }
        int whole = text.length();
        while (whole > 0 && text.charAt(whole - 1) == INCOMPLETE) {
            whole--;
        }
        return now.startsWith(text.substring(0, whole)) ? now.substring(whole) : null;
    }

    /** Whether its text may end inside a character. */
    boolean mayGoOn() {
        return mayGoOn(text);
    }

    static boolean mayGoOn(String text) {
        return !text.isEmpty() && text.charAt(text.length() - 1) == INCOMPLETE;
    }

    boolean isEmpty() {
        return text.isEmpty();
    }
}
