package io.github.isotherm.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Arguments as they were typed. In a POSIX locale a JVM replaces what is not ASCII; Linux still has the bytes, which are
 * read as UTF-8.
 */
final class CommandLineText {
    private static final Path TYPED = Path.of("/proc/self/cmdline");
    private static final char REPLACED = '\uFFFD';

    private CommandLineText() {}

    static String[] decoded(String[] args) {
        boolean damaged = Arrays.stream(args).anyMatch(arg -> arg.indexOf(REPLACED) >= 0 || arg.indexOf('?') >= 0);
        if (!damaged || !Files.isReadable(TYPED)) {
            return args;
        }
        try {
            return last(new String(Files.readAllBytes(TYPED), StandardCharsets.UTF_8), args);
        } catch (IOException e) {
            return args;
        }
    }

    /** The last arguments of a command line whose parts end in NUL, when there are enough of them. */
    static String[] last(String typed, String[] args) {
        String[] parts = typed.split("\0", -1);
        int end = parts.length - 1;
        if (end < args.length) {
            return args;
        }
        String[] originals = Arrays.copyOfRange(parts, end - args.length, end);
        for (int i = 0; i < args.length; i++) {
            if (!isSame(args[i], originals[i])) {
                return args;
            }
        }
        return originals;
    }

    /** Whether an argument is the original or what a POSIX locale left of it: ASCII unharmed. */
    private static boolean isSame(String arg, String original) {
        return ascii(arg).equals(ascii(original));
    }

    private static String ascii(String text) {
        StringBuilder ascii = new StringBuilder();
        text.chars().filter(c -> c < 128 && c != '?').forEach(c -> ascii.append((char) c));
        return ascii.toString();
    }
}
