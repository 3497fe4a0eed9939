package io.github.isotherm.files;

import io.github.isotherm.error.UnwrittenFileException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Objects;

/**
 * The one way a file is written: beside its place, in the same folder, under a name of its own; synced to the disk; then renamed,
 * and the folder synced where the system can. Whoever looks finds the old content or the new one, also after a kill or a loss
 * of power. Where it fails the old file stays and nothing is left beside it; what a killed process has left beside it is
 * removed by the next write into that folder.
 *
 * <p>A link that the user names is followed and what it leads to replaced. What is no file (a pipe, a device) is written to as it is.
 */
public final class WholeFile {
    private static final int PIECE = 1 << 16;

    private final Path file;
    private final boolean shared;

    private WholeFile(Path file, boolean shared) {
        this.file = file;
        this.shared = shared;
    }

    /** Writes a content, in pieces. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes all of it.
         *
         * @param out where to; need not be closed
         * @throws IOException when the content cannot be had; the file stays as it was
         */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * A file that the user names. A new one gets the permissions that the process gives, an old one keeps its own.
     *
     * @param file its place, in a folder that exists
     * @return to be written
     */
    public static WholeFile at(Path file) {
        return new WholeFile(file, false);
    }

    /**
     * A file of isotherm's cache: all users may read it, its owner write. Folders that are missing are made, for all to read.
     *
     * @param file its place
     * @return to be written
     */
    public static WholeFile inCache(Path file) {
        return new WholeFile(file, true);
    }

    /**
     * Writes bytes.
     *
     * @param content all of them
     * @throws UnwrittenFileException when they cannot be written
     */
    public void write(byte[] content) throws UnwrittenFileException {
        try {
            write(out -> out.write(content));
        } catch (IOException e) {
            throw UnwrittenFileException.of(file, e);
        }
    }

    /**
     * Writes a text in UTF-8.
     *
     * @param content all of it
     * @throws UnwrittenFileException when it cannot be written
     */
    public void write(String content) throws UnwrittenFileException {
        write(content.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes what a stream has, which must be as much as expected.
     *
     * @param content read to its end, or to the first byte too many; not closed
     * @param bytes how many it must have, from 0
     * @throws UnwrittenFileException when they cannot be written
     * @throws IOException when the stream fails, or has more or fewer bytes
     */
    public void write(InputStream content, long bytes) throws IOException {
        write(out -> copy(content, out, bytes));
    }

    private static void copy(InputStream content, OutputStream out, long bytes) throws IOException {
        byte[] piece = new byte[PIECE];
        long done = 0;
        for (int read = content.read(piece); read >= 0; read = content.read(piece)) {
            done += read;
            if (done > bytes) {
                throw new IOException("there are more than the " + bytes + " bytes announced");
            }
            out.write(piece, 0, read);
        }
        if (done < bytes) {
            throw new IOException("it ended after " + done + " of " + bytes + " bytes");
        }
    }

    /**
     * Writes a content that comes in pieces.
     *
     * @param content asked once
     * @throws UnwrittenFileException when it cannot be written
     * @throws IOException when the content itself fails
     */
    public void write(Content content) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
            try (OutputStream out = Files.newOutputStream(file)) {
                content.writeTo(new Told(out));
            }
            return;
        }
        try (Unfinished.Begun begun = begin()) {
            content.writeTo(new Told(new ChannelStream(begun.channel())));
            sync(begun.channel());
            finish(begun.file());
        }
    }

    /**
     * Puts what somebody else has written into the place, such as a library that only takes a file's name.
     *
     * @param written a whole file on the same file system; gone afterwards
     * @throws UnwrittenFileException when it cannot be moved; it stays where it is
     */
    public void take(Path written) throws UnwrittenFileException {
        try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
            channel.force(true);
        } catch (IOException e) {
            throw UnwrittenFileException.of(written, e);
        }
        finish(written);
    }

    private Unfinished.Begun begin() throws UnwrittenFileException {
        try {
            Path folder = folder(target());
            if (shared) {
                SharedAccess.createFolders(folder);
            }
            if (Files.isDirectory(file)) {
                throw new IOException("a folder is there");
            }
            Unfinished.sweepFiles(folder);
            return Unfinished.begin(folder);
        } catch (IOException e) {
            throw UnwrittenFileException.of(file, e);
        }
    }

    private void sync(FileChannel channel) throws UnwrittenFileException {
        try {
            channel.force(true);
        } catch (IOException e) {
            throw UnwrittenFileException.of(file, e);
        }
    }

    private void finish(Path unfinished) throws UnwrittenFileException {
        try {
            Path target = target();
            setPermissions(unfinished, target);
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncFolder(folder(target));
        } catch (IOException e) {
            throw UnwrittenFileException.of(file, e);
        }
    }

    private void setPermissions(Path unfinished, Path target) throws IOException {
        if (shared) {
            SharedAccess.ofFile(unfinished);
        } else if (Files.isRegularFile(target)) {
            PosixFileAttributeView old = Files.getFileAttributeView(target, PosixFileAttributeView.class);
            PosixFileAttributeView made = Files.getFileAttributeView(unfinished, PosixFileAttributeView.class);
            if (old != null && made != null) {
                made.setPermissions(old.readAttributes().permissions());
            }
        }
    }

    /** Where the file is: behind the user's links; a link in the cache is nobody's, and is replaced. */
    private Path target() throws IOException {
        if (shared) {
            return file;
        }
        if (Files.exists(file)) {
            return file.toRealPath();
        }
        return Files.isSymbolicLink(file) ? file.resolveSibling(Files.readSymbolicLink(file)) : file;
    }

    private static Path folder(Path target) {
        return Objects.requireNonNull(target.toAbsolutePath().getParent());
    }

    /** A rename counts after a loss of power once the folder is written. Some systems open no folders. */
    static void syncFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            return; // it is renamed all the same
        }
    }

    /** {@link java.nio.channels.Channels} asks for a lock of the channel that {@code force} does not need; this is a plain one. */
    private static final class ChannelStream extends OutputStream {
        private final FileChannel channel;

        ChannelStream(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, from, length);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }

    /** Looks for the cause while what was written is still there. */
    private final class Told extends OutputStream {
        private final OutputStream out;

        Told(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                out.write(bytes, from, length);
            } catch (IOException e) {
                throw UnwrittenFileException.of(file, e);
            }
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }
    }
}
