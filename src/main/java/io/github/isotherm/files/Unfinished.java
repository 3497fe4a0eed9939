package io.github.isotherm.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Names of what is being written, and the removal of what killed processes have left under such names. A writer holds a lock
 * on its file: the system lets go of it however the process ends.
 */
final class Unfinished {
    private static final String PREFIX = ".isotherm-";
    private static final String SUFFIX = ".unfinished";
    private static final AtomicInteger COUNT = new AtomicInteger();

    /** Of this JVM: the number of a process alone comes back, in containers at every start. */
    private static final String OWN = PREFIX + ProcessHandle.current().pid() + "-"
            + ProcessHandle.current()
                    .info()
                    .startInstant()
                    .map(start -> Long.toHexString(start.toEpochMilli()))
                    .orElse("0")
            + "-";

    private static final int ATTEMPTS = 1000;

    private Unfinished() {}

    /** A new name in a folder. */
    static Path in(Path folder) {
        return folder.resolve(OWN + Integer.toHexString(COUNT.incrementAndGet()) + SUFFIX);
    }

    /** A new file in a folder, locked; other class loaders of this JVM count for themselves. */
    static Begun begin(Path folder) throws IOException {
        for (int attempt = 0; ; attempt++) {
            Path file = in(folder);
            try {
                FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                if ((isLocked(channel) && Files.exists(file)) || attempt == ATTEMPTS) {
                    return new Begun(file, channel);
                }
                channel.close(); // somebody swept it before it was locked
                Files.deleteIfExists(file);
            } catch (FileAlreadyExistsException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** File systems without locks have nobody sweep what is theirs. */
    private static boolean isLocked(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (IOException | OverlappingFileLockException e) {
            return true;
        }
    }

    /** A file that is being written. Its lock ends with the channel. */
    record Begun(Path file, FileChannel channel) implements AutoCloseable {
        /** Removes the file, unless it was renamed. */
        @Override
        public void close() throws IOException {
            try {
                channel.close();
            } finally {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Removes from a folder the files whose writers are no more. What cannot be removed stays. */
    static void sweepFiles(Path folder) {
        for (Path file : of(folder)) {
            if (isFile(file) && !name(file).startsWith(OWN) && isLeft(file)) {
                remove(file);
            }
        }
    }

    /** The same and folders: for who holds the folder's lock, as without it nobody makes any. */
    static void sweepAll(Path folder) {
        sweepFiles(folder);
        of(folder).stream().filter(one -> !isFile(one)).forEach(Unfinished::remove);
    }

    private static boolean isFile(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isLeft(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (IOException | OverlappingFileLockException e) {
            return false;
        }
    }

    private static List<Path> of(Path folder) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
            return Stream.iterate(found.iterator(), java.util.Iterator::hasNext, one -> one)
                    .map(java.util.Iterator::next)
                    .toList();
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            return List.of();
        }
    }

    /** A file, or a folder with all that is in it; links are removed, not followed. */
    static void remove(Path left) {
        try (Stream<Path> all = Files.walk(left)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
        } catch (IOException | java.io.UncheckedIOException e) {
            return; // whoever writes here next tries again
        }
    }

    static boolean isName(Path file) {
        return name(file).startsWith(PREFIX) && name(file).endsWith(SUFFIX);
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
