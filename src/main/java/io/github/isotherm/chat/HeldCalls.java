package io.github.isotherm.chat;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The calls of an answer that is held to them, while they are written: what is written of a call's arguments is told as soon as
 * it is certain, and the call when it is whole. Mutable.
 */
final class HeldCalls {
    private final CallFrame frame;
    private final Collection<Tool> tools;
    private final AnswerListener listener;
    private final StringBuilder ahead = new StringBuilder();
    private int index;
    /** What stands before the next name; null where no call follows. */
    private @Nullable String before;

    private @Nullable Begun begun;

    /** A call whose arguments have begun. */
    private record Begun(String name, GrowingJson arguments) {}

    /**
     * Calls from the beginning of the first one on.
     *
     * @param held how they are written
     * @param tools what may be called
     * @param index how many calls came before
     * @param listener told of arguments and calls
     */
    HeldCalls(HeldFrame held, Collection<Tool> tools, int index, AnswerListener listener) {
        frame = held.frame();
        this.tools = tools;
        this.index = index;
        this.listener = listener;
        before = held.head();
    }

    /** How many calls were told whole, with those that came before. */
    int told() {
        return index;
    }

    /** Takes what follows, special tokens by their names. */
    void add(String text) {
        ahead.append(text);
        while (goesOn()) {}
    }

    private boolean goesOn() {
        if (begun == null) {
            return before != null && begin(before);
        }
        return begun.arguments.isWhole() ? end(begun) : write(begun);
    }

    /** Of two tools whose name and what follows it both stand there, the one of the longer name. */
    private boolean begin(String head) {
        String start = "";
        for (Tool tool : tools) {
            String one = head + frame.named(tool.name()) + frame.infix();
            if (one.length() > start.length() && startsWith(one + "{")) {
                start = one;
                begun = new Begun(tool.name(), new GrowingJson());
            }
        }
        ahead.delete(0, start.length());
        return begun != null;
    }

    private boolean write(Begun call) {
        ahead.delete(0, call.arguments.add(ahead));
        String piece = call.arguments.take();
        if (!piece.isEmpty()) {
            listener.onArguments(index, call.name, piece);
        }
        return call.arguments.isWhole();
    }

    private boolean end(Begun call) {
        if (!startsWith(frame.after())) {
            return false;
        }
        ahead.delete(0, frame.after().length());
        listener.onCall(index, new ToolCall(null, call.name, call.arguments.text()));
        index++;
        begun = null;
        before = frame.between() == null ? null : frame.between() + frame.before();
        return true;
    }

    private boolean startsWith(String text) {
        return ahead.length() >= text.length()
                && ahead.substring(0, text.length()).equals(text);
    }
}
