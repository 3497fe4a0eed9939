package io.github.isotherm.cli;

import io.github.isotherm.error.Checks;
import io.github.isotherm.error.ShownText;
import io.github.isotherm.hub.HubDownload;
import io.github.isotherm.report.Bytes;
import java.time.Duration;
import java.util.Locale;

/** Shows a download: one line that moves on a terminal, else a line for every file that is whole. */
final class DownloadProgress implements HubDownload.Progress, AutoCloseable {
    private static final long REDRAW_NANOS = 100_000_000;

    private static final double MILLIS = 1000;

    private final Terminal terminal;
    private long drawn;
    private int width;

    DownloadProgress(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void at(String file, long bytes, long size) {
        boolean whole = bytes == size;
        if (!terminal.interactive()) {
            if (whole) {
                terminal.say(file + ", " + Bytes.text(bytes));
            }
            return;
        }
        long now = System.nanoTime();
        if (whole || width == 0 || now - drawn > REDRAW_NANOS) {
            drawn = now;
            draw(ShownText.line(file) + "  " + Bytes.text(bytes) + share(bytes, size));
        }
    }

    @Override
    public void waiting(String why, Duration time) {
        close();
        terminal.say(why + (time.isZero() ? "; waiting" : "; waiting " + seconds(time)));
    }

    private static String seconds(Duration time) {
        return Checks.number(time.toMillis() / MILLIS) + " s";
    }

    private static String share(long bytes, long size) {
        return size <= 0
                ? ""
                : String.format(Locale.ROOT, " of %s  %d %%", Bytes.text(size), Math.round(100.0 * bytes / size));
    }

    private void draw(String line) {
        terminal.err().print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
        terminal.err().flush();
        width = line.length();
    }

    /** Leaves the line. */
    @Override
    public void close() {
        if (width > 0) {
            terminal.err().println();
            width = 0;
        }
    }
}
