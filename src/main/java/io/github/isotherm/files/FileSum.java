package io.github.isotherm.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

/**
 * What tells a file from a damaged one. Not from one that somebody made to look alike: who may write to the cache may also
 * write what is recorded of it.
 *
 * @param bytes its length
 * @param crc the CRC-32 of its content, as jars have it of their entries
 */
public record FileSum(long bytes, long crc) {
    private static final int PIECE = 1 << 18;

    /**
     * Of a file, all of which is read.
     *
     * @param file an existing file
     * @return length and checksum
     * @throws IOException when it cannot be read
     */
    public static FileSum of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in);
        }
    }

    /** Of what a stream has. */
    static FileSum of(InputStream in) throws IOException {
        CRC32 crc = new CRC32();
        byte[] piece = new byte[PIECE];
        long bytes = 0;
        for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
            crc.update(piece, 0, read);
            bytes += read;
        }
        return new FileSum(bytes, crc.getValue());
    }
}
