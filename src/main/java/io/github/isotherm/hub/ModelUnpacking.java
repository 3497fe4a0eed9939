package io.github.isotherm.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Unpacks a model out of a jar: once, by one process at a time, and in place only when it is whole.
 *
 * @param jar holds the model
 * @param prefix what the names of the model's files begin with
 * @param home where to; another model has another place in it
 */
record ModelUnpacking(JarFile jar, String prefix, Path home) {
    private static final String UNFINISHED = ".unfinished";

    /** The unpacked model, in a folder of this name. */
    Path folder(String name) throws IOException {
        Path place = home.resolve(version());
        Path folder = place.resolve(name);
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(place);
            unpackLocked(place, folder);
        }
        return folder;
    }

    /** What is begun and not finished was left by a process that ended, as nobody else holds the lock. */
    private void unpackLocked(Path place, Path folder) throws IOException {
        synchronized (ModelUnpacking.class) { // a file lock holds off other processes, not other threads
            try (FileChannel file = FileChannel.open(
                            place.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = file.lock()) {
                if (lock.isValid() && !Files.isDirectory(folder)) {
                    Path unfinished = place.resolve(UNFINISHED);
                    delete(unfinished);
                    copyTo(unfinished);
                    Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }
    }

    private void copyTo(Path target) throws IOException {
        for (JarEntry entry : entries()) {
            Path file =
                    target.resolve(entry.getName().substring(prefix.length())).normalize();
            if (!file.startsWith(target)) {
                throw new IOException("the jar names a file " + entry.getName());
            }
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            try (InputStream in = jar.getInputStream(entry)) {
                Files.copy(in, file);
            }
        }
    }

    private List<JarEntry> entries() {
        return jar.stream()
                .filter(entry -> !entry.isDirectory() && entry.getName().startsWith(prefix))
                .sorted(Comparator.comparing(JarEntry::getName))
                .toList();
    }

    /** Another content has another checksum; jars have those of their files ready. */
    private String version() {
        CRC32 sum = new CRC32();
        for (JarEntry entry : entries()) {
            String line = entry.getName().substring(prefix.length()) + ' ' + entry.getCrc() + '\n';
            sum.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return Long.toHexString(sum.getValue());
    }

    private static void delete(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(one);
                }
            }
        }
    }
}
