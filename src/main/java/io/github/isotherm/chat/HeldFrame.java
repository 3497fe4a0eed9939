package io.github.isotherm.chat;

import org.jspecify.annotations.Nullable;

/**
 * In what frame an answer is held to calls, and from where on: behind the beginning of a call there, calls follow for certain,
 * whole and one after the other, up to the answer's end.
 *
 * @param frame how the calls are written
 * @param special which special tokens that is written with
 * @param anywhere whether the first call may stand behind text; if not, it begins the answer, thinking and blanks aside
 */
public record HeldFrame(CallFrame frame, SpecialTokens special, boolean anywhere) {
    /** Of an answer that is calls from its first token on. */
    static HeldFrame throughout(CallFrame frame) {
        return new HeldFrame(frame, SpecialTokens.NONE, false);
    }

    /**
     * Of an answer to a template that has a place for tools.
     *
     * @return null where nothing holds it, calls cannot be told from the JSON that it may be instead, or their arguments are no
     *     JSON behind the name
     */
    static @Nullable HeldFrame of(TemplateCalls calls) {
        CallFrame frame = calls.frame();
        if (frame == null) {
            return calls.isRequired() ? throughout(CallFrame.LINES) : null;
        }
        if (frame.body() != CallBody.Json.BEHIND_NAME) {
            return null;
        }
        boolean marked = !CallBeginnings.marker(frame, calls.special()).isEmpty();
        if (calls.isRequired() || calls.answer() != null) {
            return calls.isRequired() || marked ? new HeldFrame(frame, calls.special(), false) : null;
        }
        return new HeldFrame(frame, calls.special(), marked);
    }

    /** What stands before the first call's name. */
    String head() {
        return (frame.opening() + frame.before()).stripLeading();
    }

    /** Whether the first call's name follows what begins at a place of an answer: special tokens are that, and not spelled. */
    boolean beginsAt(Pending pending, String all, int at) {
        String head = head();
        return all.startsWith(head, at)
                && special.names().values().stream().allMatch(name -> {
                    int found = head.indexOf(name);
                    return found < 0 || pending.isSpecial(at + found);
                });
    }
}
