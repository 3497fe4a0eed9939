package io.github.isotherm.wire;

import io.github.isotherm.error.InvalidValueException;
import java.io.BufferedReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Lines of a stream of any length, of which none takes more memory than the longest that is allowed. Mutable. */
public final class BoundedLines {
    /** Characters of a line: some ten times the logits of a vocabulary of 250,000 with all their digits. */
    static final int LONGEST = 64_000_000;

    private final BufferedReader in;
    private final int longest;
    private boolean cut;

    /**
     * Lines of the length that a line of logits may have.
     *
     * @param in where they come from
     */
    public BoundedLines(BufferedReader in) {
        this(in, LONGEST);
    }

    /** As above, with a limit of its own. */
    BoundedLines(BufferedReader in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /**
     * The next line.
     *
     * @return the line without its end, or as much of it as is allowed; null where there is none
     * @throws IOException when it cannot be read
     */
    @Nullable
    public String next() throws IOException {
        cut = false;
        int c = in.read();
        if (c < 0) {
            return null;
        }
        StringBuilder line = new StringBuilder();
        while (c >= 0 && c != '\n' && c != '\r') {
            if (line.length() < longest) {
                line.append((char) c);
            } else {
                cut = true;
            }
            c = in.read();
        }
        if (c == '\r') {
            passLineFeed();
        }
        return line.toString();
    }

    private void passLineFeed() throws IOException {
        in.mark(1);
        if (in.read() != '\n') {
            in.reset();
        }
    }

    /**
     * Whether the last line was longer than is allowed; the rest of it was passed over.
     *
     * @return false where it was whole
     */
    public boolean isCut() {
        return cut;
    }

    /**
     * What is said of such a line.
     *
     * @return an error to throw or to tell
     */
    public InvalidValueException tooLong() {
        return new InvalidValueException("The line has more than " + longest + " characters; write shorter ones.");
    }
}
