package io.github.isotherm.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.ExitCode;

/** The entry point of the runnable jar. */
public final class Main {
    private static final String LOG_LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

    /** Where JNA looks for libraries; it starts {@code ldconfig} to find out, and here none is looked for by name. */
    private static final String JNA_PATH = "jna.platform.library.path";

    private Main() {}

    /**
     * Runs a command and exits: 0 fine, 1 failed, 2 wrong usage or a bad value.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        prepare();
        CheckedOutput output = new CheckedOutput(new FileOutputStream(FileDescriptor.out));
        PrintStream out = new PrintStream(output, false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        System.setErr(new PrintStream(new LoggedStream(err), true, StandardCharsets.UTF_8));
        Terminal terminal = new Terminal(System.in, out, err, Terminal.isInteractive(), System.getenv());
        int code = CommandLineProgram.run(terminal, CommandLineText.decoded(args));
        out.flush();
        System.exit(code(code, output, terminal));
    }

    /** Before anything is logged or a native library is loaded. */
    static void prepare() {
        setWhereAbsent(LOG_LEVEL, "warn");
        setWhereAbsent(JNA_PATH, "");
    }

    /** Sets a system property that nobody has set. */
    static void setWhereAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** What could not be written makes a success a failure. */
    static int code(int code, CheckedOutput output, Terminal terminal) {
        String why = output.failure().orElse("");
        if (why.isEmpty()) {
            return code;
        }
        terminal.say("isotherm: standard output cannot be written (" + why
                + "), so some of it is missing; make room, or write it elsewhere.");
        return code == ExitCode.OK ? ExitCode.SOFTWARE : code;
    }
}
