package io.github.isotherm.hub;

import io.github.isotherm.error.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/**
 * Fetches one file into a folder of blobs: under another name until it is whole and checked, and going on where an
 * earlier attempt ended.
 *
 * @param client where it comes from
 * @param blobs the folder
 * @param progress told of the bytes that are there
 */
record BlobDownload(HubClient client, Path blobs, LongConsumer progress) {
    private static final int ATTEMPTS = 4;
    private static final int PIECE = 1 << 16;

    Path fetch(HubFile file) throws IOException {
        Path blob = blobs.resolve(file.etag());
        if (Files.isRegularFile(blob)) {
            return blob;
        }
        Path unfinished = blobs.resolve(file.etag() + ".incomplete");
        IOException last = new IOException("nothing came");
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                append(file, unfinished);
                if (file.size() < 0 || Files.size(unfinished) == file.size()) {
                    check(file, unfinished);
                    return Files.move(unfinished, blob, StandardCopyOption.ATOMIC_MOVE);
                }
                last = new IOException("it ended after " + Files.size(unfinished) + " of " + file.size() + " bytes");
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    private void append(HubFile file, Path unfinished) throws IOException {
        long there = Files.isRegularFile(unfinished) ? Files.size(unfinished) : 0;
        if (there > 0 && there == file.size()) {
            return;
        }
        HttpResponse<InputStream> response = client.get(file, there);
        try (InputStream in = response.body()) {
            if (response.statusCode() == 416) {
                Files.deleteIfExists(unfinished);
                throw new IOException("the hub has no such part of the file");
            }
            boolean goesOn = response.statusCode() == 206;
            StandardOpenOption how = goesOn ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
            try (OutputStream out =
                    Files.newOutputStream(unfinished, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
                copy(in, out, goesOn ? there : 0);
            }
        }
    }

    private void copy(InputStream in, OutputStream out, long from) throws IOException {
        byte[] piece = new byte[PIECE];
        long done = from;
        for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
            out.write(piece, 0, read);
            done += read;
            progress.accept(done);
        }
    }

    private static void check(HubFile file, Path unfinished) throws IOException {
        if (file.sha256().isPresent()
                && !sha256(unfinished).equals(file.sha256().get())) {
            Files.delete(unfinished);
            throw new ModelException(
                    "The download of " + file.path() + " does not have the checksum the hub names; download it again.");
        }
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] piece = new byte[PIECE];
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                digest.update(piece, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
