package io.github.isotherm.template;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The wordwrap filter: Python's {@code textwrap.wrap}, each line a paragraph of its own. */
final class WordWrap {
    private static final String SPACE = "[\\t\\n\\x0b\\f\\r ]";
    private static final String WORD_OR_MARK = "[\\w!\"'&.,?]";
    private static final String LETTER = "[^\\d\\W]";

    /** Python's TextWrapper.wordsep_re. */
    private static final Pattern CHUNKS = Pattern.compile(
            SPACE + "+|(?<=" + WORD_OR_MARK + ")-{2,}(?=\\w)|[^\\t\\n\\x0b\\f\\r ]+?(?:-(?:(?<=" + LETTER + "{2}-)|(?<="
                    + LETTER + "-" + WORD_OR_MARK + "-))(?=" + LETTER + "-?" + LETTER + ")|(?=" + SPACE + "|\\z)|(?<="
                    + WORD_OR_MARK + ")(?=-{2,}\\w))",
            Pattern.UNICODE_CHARACTER_CLASS);

    private static final Pattern WORDS = Pattern.compile(SPACE + "+|[^\\t\\n\\x0b\\f\\r ]+");

    /** What a character takes, which may be a chunk of its own. */
    private static final long CHARACTER = 64;

    private final int width;
    private final boolean breakLongWords;
    private final boolean breakOnHyphens;
    private final Rendering rendering;

    private WordWrap(int width, boolean breakLongWords, boolean breakOnHyphens, Rendering rendering) {
        this.width = width;
        this.breakLongWords = breakLongWords;
        this.breakOnHyphens = breakOnHyphens;
        this.rendering = rendering;
    }

    static Object filter(Rendering rendering, Arguments arguments) {
        Object[] bound =
                arguments.bind("wordwrap", "s", "width?", "break_long_words?", "wrapstring?", "break_on_hyphens?");
        int width = Numbers.clampedInt(Filters.or(bound[1], 79L), "the width");
        boolean breakLong = Truth.of(Filters.or(bound[2], true));
        Object wrap = Filters.orNone(bound[3]);
        String between = wrap == None.NONE ? "\n" : StringMethods.text(wrap, "wordwrap");
        WordWrap wrapper = new WordWrap(width, breakLong, Truth.of(Filters.or(bound[4], true)), rendering);
        List<String> lines = new ArrayList<>();
        for (Object line : Splitting.lines(StringMethods.text(bound[0], "wordwrap"), false, rendering)) {
            rendering.charge(CHARACTER * line.toString().length());
            lines.add(wrapper.joined(wrapper.wrap(line.toString()), between));
        }
        return wrapper.joined(lines, between);
    }

    private String joined(List<String> lines, String between) {
        long length = (long) lines.size() * between.length();
        for (String line : lines) {
            length += line.length();
        }
        rendering.produced(length);
        return String.join(between, lines);
    }

    private List<String> wrap(String text) {
        Deque<String> chunks = new ArrayDeque<>();
        Matcher matcher = (breakOnHyphens ? CHUNKS : WORDS).matcher(text);
        int end = 0;
        while (matcher.find()) {
            if (matcher.start() > end) {
                chunks.add(text.substring(end, matcher.start()));
            }
            chunks.add(matcher.group());
            end = matcher.end();
        }
        if (end < text.length()) {
            chunks.add(text.substring(end));
        }
        if (width <= 0) {
            throw Failure.value("invalid width %d (must be > 0)", width);
        }
        return lines(chunks);
    }

    private List<String> lines(Deque<String> chunks) {
        List<String> lines = new ArrayList<>();
        while (!chunks.isEmpty()) {
            if (!lines.isEmpty() && isBlank(chunks.getFirst())) {
                chunks.removeFirst();
            }
            Deque<String> line = new ArrayDeque<>();
            int length = 0;
            while (!chunks.isEmpty() && length + length(chunks.getFirst()) <= width) {
                length += length(chunks.getFirst());
                line.addLast(chunks.removeFirst());
            }
            if (!chunks.isEmpty() && length(chunks.getFirst()) > width) {
                breakLongWord(chunks, line, length);
            }
            if (!line.isEmpty() && isBlank(line.getLast())) {
                line.removeLast();
            }
            if (!line.isEmpty()) {
                rendering.called();
                lines.add(String.join("", line));
            }
        }
        return lines;
    }

    private void breakLongWord(Deque<String> chunks, Deque<String> line, int length) {
        int room = width < 1 ? 1 : width - length;
        if (!breakLongWords) {
            if (line.isEmpty()) {
                line.addLast(chunks.removeFirst());
            }
            return;
        }
        String chunk = chunks.removeFirst();
        rendering.produced(chunk.length());
        int end = breakPoint(chunk, room);
        int at = chunk.offsetByCodePoints(0, end);
        line.addLast(chunk.substring(0, at));
        chunks.addFirst(chunk.substring(at));
    }

    /** After the last hyphen in the room there is, if something other than hyphens stands before it. */
    private int breakPoint(String chunk, int room) {
        if (breakOnHyphens && length(chunk) > room) {
            String head = chunk.substring(0, chunk.offsetByCodePoints(0, room));
            int hyphen = head.lastIndexOf('-');
            if (hyphen > 0 && head.substring(0, hyphen).chars().anyMatch(c -> c != '-')) {
                return length(head.substring(0, hyphen + 1));
            }
        }
        return room;
    }

    private static boolean isBlank(String text) {
        return Characters.all(text, Characters::isSpace);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
