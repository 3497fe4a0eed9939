package io.github.isotherm.grammar.schema;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads JSON byte by byte for the names of its objects. What it is given is a beginning of JSON. Mutable. */
final class NameReader {
    /** An object or array that is open, and the names that it has. */
    private record Level(
            @Nullable Level below, boolean object, @Nullable Name names) {}

    /** The names of an object, the last one first. */
    private static final class Name {
        private final @Nullable Name before;
        private final byte[] text;

        Name(@Nullable Name before, byte[] text) {
            this.before = before;
            this.text = text;
        }

        static boolean isIn(@Nullable Name names, byte[] text) {
            for (Name name = names; name != null; name = name.before) {
                if (Arrays.equals(name.text, text)) {
                    return true;
                }
            }
            return false;
        }
    }

    private @Nullable Level top;
    /** Whether a string that begins now is a name. */
    private boolean nameIsNext;

    private boolean inString;
    private boolean inName;
    /** Behind a backslash; 1 to 4 more digits of a code unit. */
    private boolean escaped;

    private int digits;
    private int unit;
    private ByteArrayOutputStream name = new ByteArrayOutputStream();

    NameReader copy() {
        NameReader copy = new NameReader();
        copy.top = top;
        copy.nameIsNext = nameIsNext;
        copy.inString = inString;
        copy.inName = inName;
        copy.escaped = escaped;
        copy.digits = digits;
        copy.unit = unit;
        copy.name.writeBytes(name.toByteArray());
        return copy;
    }

    /** Whether an object that is open has names, or has its first one begun, so that one could come again. */
    boolean mayRepeat() {
        if (inName) {
            return true;
        }
        for (Level level = top; level != null; level = level.below) {
            if (level.names != null) {
                return true;
            }
        }
        return false;
    }

    /** Whether a name is being read that would be a used one if it ended here. */
    boolean isUsed() {
        return inName && top != null && Name.isIn(top.names, name.toByteArray());
    }

    /** Whether a used name begins with what was read of this one. */
    boolean mayBecomeUsed() {
        return isUsed() || !restsOfUsed().isEmpty();
    }

    /** What is missing to each used name that begins with what was read of this one. */
    List<byte[]> restsOfUsed() {
        List<byte[]> rests = new ArrayList<>();
        if (inName && top != null) {
            byte[] begun = name.toByteArray();
            for (Name used = top.names; used != null; used = used.before) {
                byte[] text = used.text;
                if (text.length > begun.length && Arrays.equals(text, 0, begun.length, begun, 0, begun.length)) {
                    rests.add(Arrays.copyOfRange(text, begun.length, text.length));
                }
            }
        }
        return rests;
    }

    /** Reads on; false where a name ended that its object has. */
    boolean read(byte[] text) {
        boolean distinct = true;
        for (byte b : text) {
            distinct &= inString ? readInString(b) : readOutside(b);
        }
        return distinct;
    }

    private boolean readOutside(byte b) {
        switch (b) {
            case '{', '[' -> {
                top = new Level(top, b == '{', null);
                nameIsNext = b == '{';
            }
            case '}', ']' -> top = top == null ? null : top.below;
            case ',' -> nameIsNext = top != null && top.object;
            case '"' -> {
                inString = true;
                inName = nameIsNext;
                nameIsNext = false;
                name = new ByteArrayOutputStream();
            }
            default -> {
                // numbers, words and blanks say nothing of names
            }
        }
        return true;
    }

    private boolean readInString(byte b) {
        if (digits > 0) {
            unit = unit * 16 + Math.max(0, Character.digit(b, 16));
            digits--;
            if (digits == 0) {
                name.writeBytes(String.valueOf((char) unit).getBytes(StandardCharsets.UTF_8));
            }
        } else if (escaped) {
            escaped = false;
            readEscape(b);
        } else if (b == '\\') {
            escaped = true;
        } else if (b == '"') {
            return end();
        } else if (inName) {
            name.write(b);
        }
        return true;
    }

    private void readEscape(byte b) {
        if (b == 'u') {
            digits = 4;
            unit = 0;
        } else {
            name.write(
                    switch (b) {
                        case 'b' -> '\b';
                        case 'f' -> '\f';
                        case 'n' -> '\n';
                        case 'r' -> '\r';
                        case 't' -> '\t';
                        default -> b;
                    });
        }
    }

    private boolean end() {
        inString = false;
        if (!inName || top == null) {
            return true;
        }
        inName = false;
        byte[] text = name.toByteArray();
        boolean distinct = !Name.isIn(top.names, text);
        top = new Level(top.below, true, new Name(top.names, text));
        return distinct;
    }
}
