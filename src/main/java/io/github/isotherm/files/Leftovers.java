package io.github.isotherm.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What JNA and the tokenizers library leave in the cache when they are killed as they unpack themselves; they use other names
 * each time and never look back. It takes them less than a second, so what is older than an hour is nobody's.
 */
final class Leftovers {
    private static final Duration AGE = Duration.ofHours(1);

    /** Names by folder, below that of the native files. */
    private static final Map<String, String> NAMES = Map.of("jna", "jna*.tmp", "tokenizers", "tmp*");

    private Leftovers() {}

    static void sweep(Path natives) {
        NAMES.forEach((folder, names) -> sweep(natives.resolve(folder), names));
    }

    private static void sweep(Path folder, String names) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Instant before = Instant.now().minus(AGE);
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, names)) {
            for (Path one : found) {
                if (Files.getLastModifiedTime(one).toInstant().isBefore(before)) {
                    Unfinished.remove(one);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return; // the next start tries again
        }
    }
}
