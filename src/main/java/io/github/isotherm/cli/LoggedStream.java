package io.github.isotherm.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What libraries log, with names of files in it: a terminal obeys nothing of it. */
final class LoggedStream extends FilterOutputStream {
    private static final int FIRST_SHOWN = 0x20;
    private static final int DELETE = 0x7f;

    LoggedStream(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int value) throws IOException {
        int c = value & 0xff;
        boolean isLayout = c == '\n' || c == '\r' || c == '\t';
        if (isLayout || (c >= FIRST_SHOWN && c != DELETE)) {
            out.write(c);
        } else {
            out.write(String.format(Locale.ROOT, "\\x%02x", c).getBytes(StandardCharsets.US_ASCII));
        }
    }
}
