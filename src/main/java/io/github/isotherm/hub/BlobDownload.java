package io.github.isotherm.hub;

import io.github.isotherm.error.ModelException;
import io.github.isotherm.error.UnwrittenFileException;
import io.github.isotherm.files.WholeFile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fetches one file into a folder of blobs: under another name until it is whole and checked, and going on where an
 * earlier attempt ended. What is there already is checked as well, and fetched again where it is not what the hub names.
 */
final class BlobDownload {
    /** After an attempt that brought so much the count of attempts begins anew. */
    private static final long HEADWAY = 1 << 20;

    private static final int PIECE = 1 << 16;
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

    private final HubClient client;
    private final Path blobs;
    private final LongConsumer progress;
    private long received;

    /** Into a folder; {@code progress} is told of the bytes that are there. */
    BlobDownload(HubClient client, Path blobs, LongConsumer progress) {
        this.client = client;
        this.blobs = blobs;
        this.progress = progress;
    }

    Path fetch(HubFile file) throws IOException {
        Path blob = blobs.resolve(file.etag());
        if (Files.isRegularFile(blob) && isWhole(file, blob)) {
            return blob;
        }
        Path unfinished = blobs.resolve(file.etag() + ".incomplete");
        roomFor(file, unfinished);
        boolean isResumed = size(unfinished) > 0;
        complete(file, unfinished);
        if (isResumed && !isWhole(file, unfinished)) {
            Files.deleteIfExists(unfinished);
            complete(file, unfinished);
        }
        if (!isWhole(file, unfinished)) {
            Files.deleteIfExists(unfinished);
            throw new ModelException("The download of " + HubName.shown(file.path())
                    + " does not have the checksum the hub names; download it again.");
        }
        WholeFile.inCache(blob).take(unfinished);
        return blob;
    }

    private static long size(Path file) throws IOException {
        return Files.isRegularFile(file) ? Files.size(file) : 0;
    }

    private static boolean isWhole(HubFile file, Path content) throws IOException {
        boolean isLong = file.size() < 0 || Files.size(content) == file.size();
        return isLong && (file.hash().isEmpty() || file.hash().get().matches(content));
    }

    private void roomFor(HubFile file, Path unfinished) throws IOException {
        long free = Files.getFileStore(blobs).getUsableSpace();
        long wanted = file.size() - size(unfinished);
        if (free > 0 && wanted > free) {
            throw HubFault.lasting("the file " + HubName.shown(file.path()) + " needs " + wanted + " more bytes, but "
                    + blobs + " has room for " + free);
        }
    }

    private void complete(HubFile file, Path unfinished) throws IOException {
        for (int attempt = 1; ; attempt++) {
            long before = received;
            HubFault fault;
            try {
                if (append(file, unfinished)) {
                    return;
                }
                fault = HubFault.passing(
                        "the connection ended after " + size(unfinished) + " of " + file.size() + " bytes");
            } catch (HubFault e) {
                fault = e;
            }
            long came = received - before;
            attempt = came >= HEADWAY ? 1 : attempt;
            if (!fault.isPassing() || (came == 0 && attempt > 1) || attempt >= HubConnection.MOST_ATTEMPTS) {
                throw fault;
            }
            client.connection().pause(fault.clause(), HubConnection.growing(attempt));
        }
    }

    /** Whether it is complete. */
    private boolean append(HubFile file, Path unfinished) throws IOException {
        long there = size(unfinished);
        if (there > 0 && there == file.size()) {
            return true;
        }
        if (file.size() >= 0 && there > file.size()) {
            Files.delete(unfinished);
            there = 0;
        }
        try (HubAnswer answer = client.get(file, there)) {
            if (answer.status() == 416) {
                Files.deleteIfExists(unfinished);
                throw HubFault.passing(answer.host() + " has no such part of " + HubName.shown(file.path()));
            }
            long from = answer.status() == 206 ? continued(answer, file, there, unfinished) : 0;
            announced(answer, file, from);
            StandardOpenOption how = from > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
            try (OutputStream out =
                    Files.newOutputStream(unfinished, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
                copy(answer, file, out, from);
            }
        }
        return file.size() < 0 || size(unfinished) == file.size();
    }

    /** What says where it goes on must begin where it was asked to, and be of a content of the same length. */
    private static long continued(HubAnswer answer, HubFile file, long there, Path unfinished) throws IOException {
        String header = answer.header("Content-Range").orElse("");
        Matcher range = CONTENT_RANGE.matcher(header.strip());
        if (header.isEmpty()) {
            return there;
        }
        boolean isPart = range.matches() && Long.parseLong(range.group(1)) == there;
        String total = isPart ? range.group(3) : "";
        boolean isSame = total.equals("*") || file.size() < 0 || total.equals(Long.toString(file.size()));
        if (!isPart || !isSame) {
            Files.deleteIfExists(unfinished);
            throw HubFault.passing(answer.host() + " goes on with \"" + HubName.shown(header) + "\" where byte " + there
                    + " of " + (file.size() < 0 ? "" : file.size() + " of ") + HubName.shown(file.path())
                    + " was asked for");
        }
        return there;
    }

    /** An answer that says how long it is must be as long as the hub says. */
    private static void announced(HubAnswer answer, HubFile file, long from) throws IOException {
        String coded = answer.header("Content-Encoding").orElse("identity");
        if (!coded.equalsIgnoreCase("identity")) {
            throw HubFault.lasting(answer.host() + " sends " + HubName.shown(file.path()) + " encoded (\""
                    + HubName.shown(coded) + "\"), which was not asked for");
        }
        String length = answer.header("Content-Length").orElse("");
        long size = length.isEmpty() ? -1 : HubName.size("the length of " + HubName.shown(file.path()), length);
        if (size >= 0 && file.size() >= 0 && from + size != file.size()) {
            throw HubFault.lasting(answer.host() + " sends " + size + " bytes of " + HubName.shown(file.path())
                    + " where " + (file.size() - from) + " were announced");
        }
    }

    /** Never a byte more than was announced. */
    private void copy(HubAnswer answer, HubFile file, OutputStream out, long from) throws IOException {
        byte[] piece = new byte[PIECE];
        long done = from;
        long most = file.size() < 0 ? client.connection().access().limits().unannounced() : file.size();
        for (int read = answer.body().read(piece, PIECE);
                read >= 0;
                read = answer.body().read(piece, PIECE)) {
            if (done + read > most) {
                throw HubFault.lasting(answer.host() + " sends more of " + HubName.shown(file.path()) + " than the "
                        + most
                        + (file.size() < 0 ? " bytes a file of unknown size may have" : " bytes that were announced"));
            }
            write(out, piece, read);
            done += read;
            received += read;
            progress.accept(done);
        }
    }

    private void write(OutputStream out, byte[] piece, int length) throws IOException {
        try {
            out.write(piece, 0, length);
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException();
            }
            throw new ModelException(
                    "What is downloaded cannot be kept ("
                            + UnwrittenFileException.of(blobs.resolve("unfinished"), e)
                                    .getMessage()
                            + "); mend that, or name another cache in ISOTHERM_HOME, and start it again to go on.",
                    e);
        }
    }
}
