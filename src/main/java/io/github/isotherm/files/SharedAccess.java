package io.github.isotherm.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Who may use what is in the cache: its owner writes, all read, whatever the mask of the process that filled it. A cache that is
 * this user's alone has a folder above that says so.
 */
public final class SharedAccess {
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-r--r--");

    private SharedAccess() {}

    /**
     * Makes a folder and those above it that are missing; those that are there stay as they are.
     *
     * @param folder of the cache
     * @throws IOException when it cannot be made
     */
    public static void createFolders(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            createFolders(parent);
        }
        try {
            Files.createDirectory(folder);
            set(folder, FOLDER);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    /** Of a folder that a library has made; nothing happens where it is another user's. */
    static void ofFolderIfPossible(Path folder) {
        try {
            if (Files.isDirectory(folder)) {
                set(folder, FOLDER);
            }
        } catch (IOException e) {
            return; // its owner says who may use it
        }
    }

    static void ofFile(Path file) throws IOException {
        set(file, FILE);
    }

    private static void set(Path made, Set<PosixFilePermission> permissions) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(made, PosixFileAttributeView.class);
        if (view != null && !view.readAttributes().permissions().equals(permissions)) {
            view.setPermissions(permissions);
        }
    }
}
