package io.github.isotherm.cli;

import io.github.isotherm.error.InvalidValueException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Option;

/** The texts of a command that looks whether they fit: arguments, then files. */
final class CheckedTexts {
    @Option(
            names = "--text",
            paramLabel = "TEXT",
            description = "A text to be checked; can be given many times (default: none).")
    private List<String> texts = List.of();

    @Option(
            names = "--text-file",
            paramLabel = "FILE",
            description =
                    "A file to be checked, without the newline at its end; can be given many times (default: none).")
    private List<Path> files = List.of();

    boolean isGiven() {
        return !texts.isEmpty() || !files.isEmpty();
    }

    List<byte[]> bytes() {
        List<byte[]> all = new ArrayList<>();
        texts.forEach(text -> all.add(text.getBytes(StandardCharsets.UTF_8)));
        files.forEach(file -> all.add(withoutNewline(read(file))));
        return all;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new InvalidValueException(
                    "--text-file names \"" + file + "\", which is no file that can be read; give one.");
        }
    }

    private static byte[] withoutNewline(byte[] text) {
        int length = text.length;
        if (length > 0 && text[length - 1] == '\n') {
            length -= length > 1 && text[length - 2] == '\r' ? 2 : 1;
        }
        return Arrays.copyOf(text, length);
    }
}
