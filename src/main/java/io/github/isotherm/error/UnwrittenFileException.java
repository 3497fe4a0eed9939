package io.github.isotherm.error;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file that could not be written. What stood at its place stands there still. The cause is told by looking at the place, not
 * by the words of the system, which other systems and languages have otherwise. The message is the cause as a phrase.
 */
public final class UnwrittenFileException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** The disk is full, or what this user may have of it. */
        NO_SPACE("there is no room left on the disk of %s", "make room there or take another place"),
        /** The file system may only be read. */
        READ_ONLY("the file system of %s is read-only", "take a place that can be written to"),
        /** The folder is another user's. */
        NO_PERMISSION("this user may not write to %s", "get permission or take another place"),
        /** There is none to write into. */
        NO_FOLDER("there is no folder %s", "make it or take another place"),
        /** What should be a folder is a file. */
        FILE_FOR_FOLDER("%s is a file but must be a folder", "remove it or take another place"),
        /** A folder is in its place. */
        IS_FOLDER("%s is a folder but must be a file", "take another name"),
        /** A name that the file system does not take. */
        BAD_NAME("the file system of %s takes no such name", "take a shorter one"),
        /** None of these: the system's own words. */
        OTHER("%s", "take another place");

        private final String phrase;
        private final String wayOut;

        Reason(String phrase, String wayOut) {
            this.phrase = phrase;
            this.wayOut = wayOut;
        }
    }

    private final Reason reason;
    private final String what;

    private UnwrittenFileException(Reason reason, String what, IOException cause) {
        super(reason.phrase.replace("%s", what), cause);
        this.reason = reason;
        this.what = what;
    }

    /**
     * Looks for the cause. To be called before what was written of the file is removed: that gives back the room that was missing.
     *
     * @param file what should have been written
     * @param cause what failed
     * @return {@code cause} itself where it has been looked at
     */
    public static UnwrittenFileException of(Path file, IOException cause) {
        if (cause instanceof UnwrittenFileException known) {
            return known;
        }
        Path folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), file.toAbsolutePath());
        Path there = existing(folder);
        if (!Files.isDirectory(there)) {
            return new UnwrittenFileException(Reason.FILE_FOR_FOLDER, there.toString(), cause);
        }
        if (Files.isDirectory(file)) {
            return new UnwrittenFileException(Reason.IS_FOLDER, file.toString(), cause);
        }
        FileStore store = store(there);
        if (store != null && store.isReadOnly()) {
            return new UnwrittenFileException(Reason.READ_ONLY, there.toString(), cause);
        }
        if (!Files.isWritable(there)) {
            return new UnwrittenFileException(Reason.NO_PERMISSION, there.toString(), cause);
        }
        if (!there.equals(folder) && cause instanceof NoSuchFileException) {
            return new UnwrittenFileException(Reason.NO_FOLDER, folder.toString(), cause);
        }
        return new UnwrittenFileException(byWords(cause, store), words(cause, there), cause);
    }

    private static Reason byWords(IOException cause, @Nullable FileStore store) {
        String said = said(cause);
        if (isFull(store) || said.contains("No space left") || said.contains("quota exceeded")) {
            return Reason.NO_SPACE;
        }
        return said.contains("File name too long") ? Reason.BAD_NAME : Reason.OTHER;
    }

    private static String words(IOException cause, Path folder) {
        return byWords(cause, store(folder)) == Reason.OTHER ? said(cause) : folder.toString();
    }

    private static String said(IOException cause) {
        String said = cause instanceof FileSystemException failure ? failure.getReason() : cause.getMessage();
        return said == null || said.isBlank()
                ? "the system gives no reason"
                : said.replaceAll("\\s+", " ").strip();
    }

    private static Path existing(Path folder) {
        Path there = folder;
        while (there.getParent() != null && !Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
            there = there.getParent();
        }
        return there;
    }

    private static @Nullable FileStore store(Path folder) {
        try {
            return Files.getFileStore(folder);
        } catch (IOException e) {
            return null;
        }
    }

    private static boolean isFull(@Nullable FileStore store) {
        try {
            return store != null && store.getTotalSpace() > 0 && store.getUsableSpace() < store.getBlockSize();
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /**
     * The cause.
     *
     * @return one of the known ones
     */
    public Reason reason() {
        return reason;
    }

    /**
     * What to do.
     *
     * @return a phrase
     */
    public String wayOut() {
        return reason.wayOut;
    }

    /**
     * What the cause is about: the folder, the file, or the system's own words.
     *
     * @return a path or words
     */
    public String what() {
        return what;
    }
}
