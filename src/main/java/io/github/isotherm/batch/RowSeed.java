package io.github.isotherm.batch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a row draws by: a function of the batch's seed and the row's key alone, so that the row is the same whenever, wherever and
 * beside whatever it is answered.
 *
 * @param digest SHA-256 of both
 */
record RowSeed(byte[] digest) {
    private static final int BITS = 53;
    private static final int NAME_BYTES = 12;

    static RowSeed of(long seed, String key) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).array());
            return new RowSeed(sha.digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    /** In [0, 2^53). */
    long value() {
        return ByteBuffer.wrap(digest).getLong() >>> (Long.SIZE - BITS);
    }

    /** A name for the answer, in hexadecimal digits. */
    String name() {
        return HexFormat.of().formatHex(digest, Long.BYTES, Long.BYTES + NAME_BYTES);
    }
}
