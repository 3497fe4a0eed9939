package io.github.isotherm.cli;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a command reads and writes: data to {@code out}, messages to {@code err}, everything in UTF-8.
 *
 * @param in standard input
 * @param out standard output
 * @param err standard error
 * @param interactive whether a person sits at both ends
 * @param environment environment variables
 */
record Terminal(
        InputStream in, PrintStream out, PrintStream err, boolean interactive, Map<String, String> environment) {
    private static final int USUAL_COLUMNS = 80;
    private static final Pattern COLUMNS = Pattern.compile("[1-9]\\d{0,4}");

    /** Whether a person sits at both ends; since JDK 22 there is a console even when nobody does. */
    @SuppressWarnings("SystemConsoleNull")
    static boolean isInteractive() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /** All of standard input. */
    String readAll() {
        try {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says something beside the data. */
    void say(String message) {
        err.println(message);
    }

    /** How many cells a line has; 80 where nobody knows. */
    int columns() {
        String said = environment.getOrDefault("COLUMNS", "");
        if (COLUMNS.matcher(said).matches()) {
            return Integer.parseInt(said);
        }
        int asked = interactive ? TerminalWidth.ask() : 0;
        return asked > 0 ? asked : USUAL_COLUMNS;
    }

    @Nullable
    String variable(String name) {
        return environment.get(name);
    }
}
