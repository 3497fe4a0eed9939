package io.github.isotherm.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The entry point of the runnable jar. */
public final class Main {
    private static final String LOG_LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

    private Main() {}

    /**
     * Runs a command and exits: 0 fine, 1 failed, 2 wrong usage or a bad value.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        if (System.getProperty(LOG_LEVEL) == null) {
            System.setProperty(LOG_LEVEL, "warn");
        }
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(System.in, out, err, Terminal.isInteractive(), System.getenv());
        int code = CommandLineProgram.run(terminal, CommandLineText.decoded(args));
        out.flush();
        System.exit(code);
    }
}
