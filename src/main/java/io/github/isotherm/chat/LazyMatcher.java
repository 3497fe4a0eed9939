package io.github.isotherm.chat;

import io.github.isotherm.grammar.Matcher;
import io.github.isotherm.grammar.TokenSet;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Any text up to the marker of calls, and calls from there on. */
final class LazyMatcher implements Matcher {
    private static final byte[] NONE = {};

    /** Where an answer, or what follows its thinking, has said nothing yet; where it thinks; where it speaks. */
    private enum Phase {
        OPENING,
        THINKING,
        SPEAKING
    }

    private final CallBeginnings beginnings;
    private Phase phase = Phase.OPENING;
    /** What may end the thinking. */
    private List<byte[]> closings = List.of();
    /** The last bytes that may be part of a mark of thinking. Never changed, only replaced. */
    private byte[] tail = NONE;

    private int progress;
    private @Nullable Matcher calls;

    LazyMatcher(CallBeginnings beginnings, @Nullable ThinkingMarks opened) {
        this.beginnings = beginnings;
        if (opened != null) {
            think(opened);
        }
    }

    private LazyMatcher(LazyMatcher other) {
        beginnings = other.beginnings;
        phase = other.phase;
        closings = other.closings;
        tail = other.tail;
        progress = other.progress;
        calls = other.calls == null ? null : other.calls.copy();
    }

    @Override
    public Matcher copy() {
        return new LazyMatcher(this);
    }

    @Override
    public boolean accept(int token) {
        if (calls != null) {
            return calls.accept(token);
        }
        byte[] bytes = beginnings.bytes(token);
        if (bytes.length == 0) {
            passUnknown();
        }
        for (int i = 0; i < bytes.length && calls == null; i++) {
            pass(bytes[i]);
            if (beginnings.isMarker(progress)) {
                calls = beginnings.calls(progress, bytes, i + 1).orElse(null);
            }
        }
        return true;
    }

    /** A special token that is no markup of calls or thinking. */
    private void passUnknown() {
        tail = NONE;
        if (phase == Phase.OPENING) {
            phase = Phase.SPEAKING;
        }
        progress = beginnings.anchored() ? -1 : 0;
    }

    private void pass(byte value) {
        if (phase == Phase.THINKING) {
            listen(value);
            return;
        }
        progress = beginnings.next(progress, value);
        if (phase == Phase.OPENING && !(tail.length == 0 && Character.isWhitespace(value))) {
            open(value);
        }
    }

    private void listen(byte value) {
        tail = with(value);
        int longest = 0;
        for (byte[] closing : closings) {
            longest = Math.max(longest, closing.length);
            if (endsWith(closing)) {
                phase = Phase.OPENING;
                tail = NONE;
                progress = 0;
                return;
            }
        }
        tail = tail.length < longest ? tail : Arrays.copyOfRange(tail, 1, tail.length);
    }

    private void open(byte value) {
        tail = with(value);
        boolean mayOpen = false;
        for (ThinkingMarks marks : ThinkingMarks.known()) {
            byte[] opening = beginnings.markup(marks.opening());
            if (Arrays.equals(tail, opening)) {
                think(marks);
                return;
            }
            mayOpen |= tail.length < opening.length && Arrays.equals(tail, Arrays.copyOf(opening, tail.length));
        }
        phase = mayOpen ? phase : Phase.SPEAKING;
    }

    private void think(ThinkingMarks marks) {
        phase = Phase.THINKING;
        closings = marks.closings().stream().map(beginnings::markup).toList();
        tail = NONE;
        progress = 0;
    }

    private byte[] with(byte value) {
        byte[] longer = Arrays.copyOf(tail, tail.length + 1);
        longer[tail.length] = value;
        return longer;
    }

    private boolean endsWith(byte[] text) {
        return tail.length >= text.length
                && Arrays.equals(tail, tail.length - text.length, tail.length, text, 0, text.length);
    }

    @Override
    public TokenSet allowed(int tokensLeft) {
        if (calls != null) {
            return calls.allowed(tokensLeft);
        }
        return phase == Phase.THINKING ? beginnings.everything() : beginnings.allowed(progress, tokensLeft);
    }

    @Override
    public boolean mayEnd() {
        return calls == null || calls.mayEnd();
    }

    @Override
    public int leastTokens() {
        return calls == null ? 0 : calls.leastTokens();
    }

    @Override
    public byte[] forcedBytes() {
        return calls == null ? NONE : calls.forcedBytes();
    }

    @Override
    public int forced() {
        return calls == null ? -1 : calls.forced();
    }
}
