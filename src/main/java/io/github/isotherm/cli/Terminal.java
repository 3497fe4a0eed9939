package io.github.isotherm.cli;

import io.github.isotherm.error.Fault;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.IsothermException;
import io.github.isotherm.error.ShownText;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
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
    /** Of a prompt, text or object on standard input. */
    private static final int MOST_BYTES = 64_000_000;

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
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new InvalidValueException("Standard input has more than " + MOST_BYTES + " bytes; pipe less in.");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** What is said where standard input cannot be read. */
    static IsothermException unreadable(IOException e) {
        return new IsothermException(
                "Standard input cannot be read (" + Fault.reason(e) + "); pipe a text in, or redirect a file.", e);
    }

    /** Says something beside the data, on one line. */
    void say(String message) {
        err.println(ShownText.line(message));
    }

    /** Prints one of many lines at once: whoever writes the next one to standard input may wait for it. */
    void line(String line) {
        out.println(line);
        if (out.checkError()) {
            throw new GoneReader();
        }
    }

    /** Prints text for people, in lines: what a terminal would obey is written out. */
    void show(String text) {
        out.print(ShownText.lines(text));
    }

    /** Prints what a model writes: to a person so that the terminal obeys nothing in it, else as it is. */
    void stream(String piece) {
        if (interactive) {
            show(piece);
        } else {
            out.print(piece);
        }
        out.flush();
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
