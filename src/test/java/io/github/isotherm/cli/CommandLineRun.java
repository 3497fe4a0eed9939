package io.github.isotherm.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One run of the command line in this JVM: what it printed and how it ended. */
public record CommandLineRun(int code, String out, String err) {
    public static CommandLineRun of(String... args) {
        return with("", args);
    }

    public static CommandLineRun with(String input, String... args) {
        return with(Map.of(), input, args);
    }

    public static CommandLineRun with(Map<String, String> environment, String input, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code;
        try (PrintStream output = new PrintStream(out, true, StandardCharsets.UTF_8);
                PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8)) {
            Terminal terminal = new Terminal(
                    new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                    output,
                    errors,
                    false,
                    environment);
            code = CommandLineProgram.run(terminal, args);
        }
        return new CommandLineRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
