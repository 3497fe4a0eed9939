package io.github.isotherm.files;

import io.github.isotherm.error.UnwrittenFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/**
 * A folder of the cache that is being filled, beside the place it will have; under the lock of the folder above ({@link
 * FolderLock}). It appears there whole or not at all: a killed process leaves it under its own name, and the next who has the
 * lock removes it.
 */
public final class UnfinishedFolder implements AutoCloseable {
    private final Path path;

    private UnfinishedFolder(Path path) {
        this.path = path;
    }

    /**
     * An empty one.
     *
     * @param above the folder it is made in, which exists
     * @return to be closed
     * @throws UnwrittenFileException when it cannot be made
     */
    public static UnfinishedFolder in(Path above) throws UnwrittenFileException {
        Path path = Unfinished.in(above);
        try {
            Unfinished.remove(path);
            SharedAccess.createFolders(path);
            return new UnfinishedFolder(path);
        } catch (IOException e) {
            throw UnwrittenFileException.of(path, e);
        }
    }

    /**
     * Where to write.
     *
     * @return an existing folder
     */
    public Path path() {
        return path;
    }

    /**
     * Gives the folder its place, when all files in it are written.
     *
     * @param folder beside this one, and not there yet
     * @throws UnwrittenFileException when it cannot be moved
     */
    public void moveTo(Path folder) throws UnwrittenFileException {
        try {
            WholeFile.syncFolder(path);
            Files.move(path, folder, StandardCopyOption.ATOMIC_MOVE);
            WholeFile.syncFolder(Objects.requireNonNull(folder.toAbsolutePath().getParent()));
        } catch (IOException e) {
            throw UnwrittenFileException.of(folder, e);
        }
    }

    /** Removes what is left of it: nothing where it was moved; files that the system does not let go of stay for the next writer. */
    @Override
    public void close() {
        Unfinished.remove(path);
    }
}
