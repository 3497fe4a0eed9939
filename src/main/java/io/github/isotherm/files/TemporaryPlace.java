package io.github.isotherm.files;

import io.github.isotherm.error.Fault;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A folder of this user's in the temporary folder, which others write to as well: code is loaded from it, so it must be ours.
 */
record TemporaryPlace(Path folder) implements Place {
    private static final Path PROCESS = Path.of("/proc/self");
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    /** The one below a folder for temporary files. */
    static TemporaryPlace in(Path temporary) {
        return new TemporaryPlace(temporary.toAbsolutePath().resolve("isotherm-" + user()));
    }

    /** Makes the folder, as otherwise somebody else could between the question and its use. */
    @Override
    public @Nullable String refusal() {
        Path temporary = folder.getParent();
        if (temporary == null || !Files.isDirectory(temporary)) {
            return "there is no temporary folder " + temporary;
        }
        try {
            Files.createDirectory(folder, ownerOnly());
            return null;
        } catch (FileAlreadyExistsException e) {
            return isOurs() ? null : "it is not this user's alone";
        } catch (IOException e) {
            return Place.unwritable(folder) == null ? Fault.reason(e) : Place.unwritable(folder);
        }
    }

    private boolean isOurs() {
        try {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            Path own = Files.createTempFile(folder, ".owner", null);
            try {
                return Files.getOwner(own).equals(Files.getOwner(folder)) && isClosed();
            } finally {
                Files.delete(own);
            }
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isClosed() throws IOException {
        if (!isPosix()) {
            return true;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
        return !permissions.contains(PosixFilePermission.GROUP_WRITE)
                && !permissions.contains(PosixFilePermission.OTHERS_WRITE);
    }

    private static FileAttribute<?>[] ownerOnly() {
        return isPosix()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }

    /** The number where the system tells it, as users without a name share one. */
    private static String user() {
        try {
            return Files.getAttribute(PROCESS, "unix:uid").toString();
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return System.getProperty("user.name", "").replaceAll("[^\\w-]", "_");
        }
    }
}
