package io.github.isotherm.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The width of the terminal that the program runs in, told by {@code stty}: opening a terminal to ask it writes queries to it,
 * whose answers would be read as typed.
 */
final class TerminalWidth {
    private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("\\s*\\d+ ([1-9]\\d{0,4})\\s*");
    private static final File TERMINAL = new File("/dev/tty");

    private TerminalWidth() {}

    /** Cells of a line; 0 where the system does not say. */
    static int ask() {
        if (!TERMINAL.exists()) {
            return 0;
        }
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(TERMINAL)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            Matcher size = ROWS_AND_COLUMNS.matcher(said);
            return stty.waitFor(1, TimeUnit.SECONDS) && size.matches() ? Integer.parseInt(size.group(1)) : 0;
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
