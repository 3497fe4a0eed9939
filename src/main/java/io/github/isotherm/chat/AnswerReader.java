package io.github.isotherm.chat;

import io.github.isotherm.generate.MarkedText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer while it comes: text, thinking, calls of offered tools, in all formats that are known ({@code CallFormats},
 * {@link ThinkingMarks}).
 *
 * <p>Markers may be special tokens or text. Held back is what may begin a marker or is a call that is not whole yet, and blanks
 * that a call or thinking may follow; everything else is told at once. An answer is read the same in whatever pieces it comes.
 * What looks like a call and is none, or one of a tool that was not offered, stays text. Blanks around thinking and at the end
 * of text that calls follow are dropped. Thinking begins where no text stands before it, or with a special token; if nothing
 * ends it, it is the rest of the answer. Mutable; serves one answer.
 */
public final class AnswerReader {
    /** Headers of gpt-oss and Command R, which are neither text nor thinking. */
    private static final List<String> HEADERS = List.of(
            "<|start|>assistant<|channel|>final<|message|>",
            "<|start|>assistant<|channel|>commentary<|message|>",
            "<|channel|>final<|message|>",
            "<|channel|>commentary<|message|>",
            "<|START_RESPONSE|>",
            "<|END_RESPONSE|>");

    private final Map<String, Tool> tools = new LinkedHashMap<>();
    private final AnswerListener listener;
    private final Pending pending = new Pending();
    private final ToldText text;
    private final ToldText thinking;
    private final List<ToolCall> calls = new ArrayList<>();
    private @Nullable ThinkingMarks open;
    private final @Nullable HeldFrame frame;
    private @Nullable HeldCalls held;
    private boolean isFirst = true;
    private boolean mayRepeatOpening;
    private boolean hasThought;
    private boolean isFresh = true;
    private String before = "";

    /**
     * A reader of one answer.
     *
     * @param tools what may be called; none for no calls
     * @param opened the thinking that the prompt has begun, or null
     * @param listener told of every part
     */
    public AnswerReader(List<Tool> tools, @Nullable ThinkingMarks opened, AnswerListener listener) {
        this(tools, opened, null, listener);
    }

    /**
     * A reader of one answer that may be held to calls.
     *
     * @param tools what may be called; none for no calls
     * @param opened the thinking that the prompt has begun, or null
     * @param frame in what frame calls are certain, so that their arguments are told before they are whole; null for none
     * @param listener told of every part
     */
    public AnswerReader(
            List<Tool> tools, @Nullable ThinkingMarks opened, @Nullable HeldFrame frame, AnswerListener listener) {
        this.frame = frame;
        tools.forEach(tool -> this.tools.put(tool.name(), tool));
        this.listener = listener;
        open = opened;
        mayRepeatOpening = opened != null;
        hasThought = opened != null;
        text = new ToldText(listener::onText, !tools.isEmpty());
        thinking = new ToldText(listener::onThinking, true);
    }

    /**
     * Reads a whole answer.
     *
     * @param answer the answer with its special tokens
     * @param tools what may be called; none for no calls
     * @param opened the thinking that the prompt has begun, or null
     * @return its parts
     */
    public static Answer read(MarkedText answer, List<Tool> tools, @Nullable ThinkingMarks opened) {
        AnswerReader reader = new AnswerReader(tools, opened, AnswerListener.NONE);
        reader.add(answer);
        return reader.end();
    }

    /**
     * Takes more of the answer.
     *
     * @param piece what follows
     */
    public void add(MarkedText piece) {
        pending.add(piece);
        if (held != null) {
            held.add(piece.whole());
        }
        read(false);
    }

    /**
     * Tells what was held back, as nothing follows.
     *
     * @return the answer's parts
     */
    public Answer end() {
        read(true);
        if (calls.isEmpty() && !(hasThought && text.isEmpty())) {
            text.tellBlanks();
        }
        return new Answer(text.text(), thinking.isEmpty() ? null : thinking.text(), calls);
    }

    private void read(boolean whole) {
        boolean goesOn = true;
        while (goesOn) {
            ThinkingMarks marks = open;
            goesOn = marks == null ? speak(whole) : think(marks, whole);
        }
    }

    /** Reads thinking; true when it has ended. */
    private boolean think(ThinkingMarks marks, boolean whole) {
        String all = pending.text();
        if (mayRepeatOpening && isOpeningRepeated(marks, all, whole)) {
            return false;
        }
        all = pending.text();
        int end = marks.closingIn(all);
        if (end < 0) {
            int certain = all.length() - (whole ? 0 : marks.openEnd(all));
            thinking.add(pending.plain(0, certain), true);
            pending.drop(certain);
            return false;
        }
        thinking.add(pending.plain(0, end), true);
        pending.drop(end + marks.closingLength(all, end));
        open = null;
        isFresh = true;
        return true;
    }

    /** Drops the opening of thinking that the prompt has begun already; true while it is not known whether there is one. */
    private boolean isOpeningRepeated(ThinkingMarks marks, String all, boolean whole) {
        Cursor cursor = new Cursor(all, 0, whole, "", tools);
        cursor.skip();
        try {
            if (cursor.takes(marks.opening())) {
                pending.drop(cursor.at());
            }
            mayRepeatOpening = false;
            return false;
        } catch (NoCall unfinished) {
            return true;
        }
    }

    /** Reads text up to something else; true when that was read, too. */
    private boolean speak(boolean whole) {
        String all = pending.text();
        for (int at = 0; at < all.length(); at++) {
            if (isHeldFrom(all, at)) {
                return true;
            }
            try {
                if (readAt(all, at, whole)) {
                    return true;
                }
            } catch (NoCall unfinished) {
                say(at);
                return false;
            }
        }
        say(all.length());
        return false;
    }

    /** Whether calls begin that the answer is held to; from then on they are told while they are written. */
    private boolean isHeldFrom(String all, int at) {
        if (frame == null || held != null || !(frame.anywhere() || (isFirst && isBlank(all, at)))) {
            return false;
        }
        if (!frame.beginsAt(pending, all, at)) {
            return false;
        }
        say(at);
        held = new HeldCalls(frame, tools.values(), calls.size(), listener);
        held.add(all.substring(at));
        return true;
    }

    /** What a constraint takes for blank: no more than ASCII. */
    private static boolean isBlank(String text, int end) {
        for (int at = 0; at < end; at++) {
            if (text.charAt(at) >= 128 || !Character.isWhitespace(text.charAt(at))) {
                return false;
            }
        }
        return true;
    }

    private boolean readAt(String all, int at, boolean whole) {
        Cursor cursor = new Cursor(all, at, whole, before(at), tools);
        for (ThinkingMarks marks : ThinkingMarks.known()) {
            if (mayThink(marks, at) && cursor.takes(marks.opening())) {
                passTo(at, cursor.at());
                open = marks;
                hasThought = true;
                thinking.breakLine();
                return true;
            }
        }
        for (String header : HEADERS) {
            if (cursor.takes(header)) {
                passTo(at, cursor.at());
                isFirst = false;
                return true;
            }
        }
        return !tools.isEmpty() && call(cursor, at);
    }

    private String before(int at) {
        String all = before + pending.before(at);
        return all.substring(Math.max(0, all.length() - 2));
    }

    private boolean mayThink(ThinkingMarks marks, int at) {
        return marks.anywhere() || pending.isSpecial(at) || (isFresh && pending.isBlankTo(at));
    }

    private boolean call(Cursor cursor, int at) {
        Calls found = Calls.NONE;
        try {
            found = CallFormat.first(cursor, CallFormats.ALL);
        } catch (NoCall no) {
            cursor.backTo(at, no);
        }
        if (found.isEmpty()) {
            return false;
        }
        List<String> left = found.left().stream()
                .map(span -> pending.plain(span.start(), span.end()))
                .toList();
        passTo(at, cursor.at());
        text.passCall();
        for (ToolCall call : found.calls()) {
            calls.add(call);
            if (held == null || calls.size() > held.told()) {
                listener.onCall(calls.size() - 1, call);
            }
        }
        isFresh = true;
        before = "";
        tell(String.join(" ", left));
        return true;
    }

    /** Tells what stands before a place, and drops what stands before another. */
    private void passTo(int told, int dropped) {
        before = before(told);
        isFirst &= isBlank(pending.text(), told);
        tell(pending.plain(0, told));
        pending.drop(dropped);
    }

    private void say(int certain) {
        passTo(certain, certain);
    }

    private void tell(String piece) {
        if (!piece.isBlank()) {
            isFresh = false;
        }
        text.add(piece, hasThought || !calls.isEmpty());
    }
}
