package io.github.isotherm.batch;

import io.github.isotherm.error.IsothermException;
import io.github.isotherm.error.UnwrittenFileException;
import io.github.isotherm.wire.BoundedLines;
import io.github.isotherm.wire.batch.BatchAnswer;
import io.github.isotherm.wire.batch.BatchRow;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The answers of a batch, a line each, appended: a line that is there is whole, but the last one after a kill, which is taken
 * back. Held by one process at a time. Thread-safe.
 */
final class BatchOutput implements AutoCloseable {
    /** After so many lines, or so long, what was written is on the disk. */
    private static final int LINES_OF_A_CHUNK = 64;

    private static final int BLOCK = 1 << 16;
    private static final long NANOS_OF_A_CHUNK = 1_000_000_000L;

    private final Path file;
    private final FileChannel channel;
    private final FileLock lock;
    private final Set<String> done = new HashSet<>();
    private long failed;
    /** Why a line could not be written; behind its beginning nothing may stand. */
    private @Nullable IOException broken;

    private int unsynced;
    private long synced = System.nanoTime();

    private BatchOutput(Path file, FileChannel channel, FileLock lock) {
        this.file = file;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Opens the file, and reads what is done.
     *
     * @throws IsothermException when another process writes to it, or it holds something else than such answers
     */
    static BatchOutput open(Path file, BatchOptions options) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IsothermException(file + " is no file that answers could be added to; give another one with -o.");
        }
        FileChannel channel = opened(file);
        try {
            BatchOutput output = new BatchOutput(file, channel, locked(file, channel));
            output.takeBackTornLine();
            output.readDone(options);
            return output;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static FileChannel opened(Path file) throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw UnwrittenFileException.of(file, e);
        }
    }

    private static FileLock locked(Path file, FileChannel channel) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new IsothermException(
                    "Another batch writes to " + file + "; let it end, or give this one another file with -o.");
        }
        return lock;
    }

    private void takeBackTornLine() throws IOException {
        long end = channel.size();
        while (end > 0) {
            long from = Math.max(0, end - BLOCK);
            ByteBuffer block = ByteBuffer.allocate((int) (end - from));
            while (block.hasRemaining() && channel.read(block, from + block.position()) >= 0) {}
            int last = block.position() - 1;
            while (last >= 0 && block.get(last) != '\n') {
                last--;
            }
            end = from + last + 1;
            if (last >= 0) {
                break;
            }
        }
        channel.truncate(end);
    }

    private void readDone(BatchOptions options) throws IOException {
        read((number, answer) -> {
            String refusal = answer == null ? "is no answer of a batch" : options.refusal(answer);
            if (answer == null || refusal != null) {
                throw new IsothermException("Line " + number + " of " + file + " " + refusal
                        + ", so nothing is added to it; give another file with -o.");
            }
            done.add(answer.key());
            failed += answer.isError() ? 1 : 0;
        });
    }

    private interface Reader {
        void take(long number, @Nullable BatchAnswer answer);
    }

    /** From the beginning; what is written next is added to the end. */
    private void read(Reader reader) throws IOException {
        channel.position(0);
        // not closed: the channel goes on
        BoundedLines lines = new BoundedLines(
                new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8)));
        long number = 0;
        for (String line = lines.next(); line != null; line = lines.next()) {
            number++;
            reader.take(number, lines.isCut() ? null : BatchAnswer.read(line));
        }
        channel.position(channel.size());
    }

    /** What the answers that are there have in common. */
    synchronized BatchStatistics statistics(BatchOptions options) throws IOException {
        BatchStatistics statistics = new BatchStatistics(options);
        read((number, answer) -> {
            if (answer != null) {
                statistics.add(answer);
            }
        });
        return statistics;
    }

    /** At which temperatures a row is not answered yet; a single null for none of the batch's. */
    synchronized List<@Nullable Double> missing(BatchRow row, BatchOptions options) {
        List<@Nullable Double> missing = new ArrayList<>(options.temperaturesOf(row));
        missing.removeIf(temperature -> done.contains(row.key(temperature)));
        return missing;
    }

    /** How many rows were answered. */
    synchronized long count() {
        return done.size();
    }

    /** How many of them have an error for an answer. */
    synchronized long failed() {
        return failed;
    }

    /** Adds an answer. */
    synchronized void write(BatchAnswer answer) throws IOException {
        if (broken != null) {
            throw broken;
        }
        ByteBuffer bytes = ByteBuffer.wrap((answer.json() + "\n").getBytes(StandardCharsets.UTF_8));
        long end = channel.position();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            broken = UnwrittenFileException.of(file, e);
            channel.truncate(end);
            throw broken;
        }
        done.add(answer.key());
        failed += answer.isError() ? 1 : 0;
        unsynced++;
        if (unsynced >= LINES_OF_A_CHUNK || System.nanoTime() - synced > NANOS_OF_A_CHUNK) {
            sync();
        }
    }

    private void sync() throws IOException {
        channel.force(false);
        unsynced = 0;
        synced = System.nanoTime();
    }

    @Override
    public synchronized void close() throws IOException {
        try (channel) {
            if (unsynced > 0) {
                sync();
            }
            lock.release();
        }
    }
}
