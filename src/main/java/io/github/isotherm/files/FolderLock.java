package io.github.isotherm.files;

import io.github.isotherm.error.UnwrittenFileException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Has one writer at a time in a folder of the cache: one process, and one thread of it, of whichever class loader. */
public final class FolderLock {
    private static final String NAME = ".lock";

    private FolderLock() {}

    /**
     * What is done while nobody else writes.
     *
     * @param <T> what comes of it
     * @param <E> what else may go wrong
     */
    @FunctionalInterface
    public interface Work<T, E extends Exception> {
        /**
         * Does it.
         *
         * @return what comes of it
         * @throws IOException when the folder cannot be written to
         * @throws E when something else goes wrong
         */
        T run() throws IOException, E;
    }

    /**
     * Waits for other writers, then works.
     *
     * @param <T> what comes of the work
     * @param <E> what else may go wrong
     * @param folder made where it is missing; what others have begun in it and not finished is removed
     * @param work done once
     * @return what comes of the work
     * @throws IOException when the folder cannot be written to
     * @throws E when something else goes wrong
     */
    public static <T, E extends Exception> T waiting(Path folder, Work<T, E> work) throws IOException, E {
        makeFolder(folder);
        // Interned strings are shared by all class loaders of this JVM, each of which has its own copy of this class.
        synchronized (("io.github.isotherm.lock " + folder.toRealPath()).intern()) {
            try (FileChannel file = open(folder);
                    FileLock lock = locked(file, folder)) {
                return run(folder, lock, work);
            }
        }
    }

    /**
     * Works unless somebody else does.
     *
     * @param <T> what comes of the work
     * @param <E> what else may go wrong
     * @param folder made where it is missing; what others have begun in it and not finished is removed
     * @param work done at most once
     * @return what comes of the work; null where another one writes
     * @throws IOException when the folder cannot be written to
     * @throws E when something else goes wrong
     */
    public static <T, E extends Exception> @Nullable T trying(Path folder, Work<T, E> work) throws IOException, E {
        makeFolder(folder);
        try (FileChannel file = open(folder);
                FileLock lock = file.tryLock()) {
            return lock == null ? null : run(folder, lock, work);
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static <T, E extends Exception> T run(Path folder, FileLock lock, Work<T, E> work) throws IOException, E {
        if (!lock.isValid()) {
            throw new IOException("the lock of " + folder + " was lost");
        }
        Unfinished.sweepAll(folder);
        return work.run();
    }

    private static FileLock locked(FileChannel file, Path folder) throws UnwrittenFileException {
        try {
            return file.lock();
        } catch (IOException e) {
            throw UnwrittenFileException.of(folder.resolve(NAME), e);
        }
    }

    private static void makeFolder(Path folder) throws UnwrittenFileException {
        try {
            SharedAccess.createFolders(folder);
        } catch (IOException e) {
            throw UnwrittenFileException.of(folder.resolve(NAME), e);
        }
    }

    private static FileChannel open(Path folder) throws UnwrittenFileException {
        try {
            return FileChannel.open(folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw UnwrittenFileException.of(folder.resolve(NAME), e);
        }
    }
}
