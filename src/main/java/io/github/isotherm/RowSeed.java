package io.github.isotherm;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a row of a table draws by: a function of the table's seed and the row's key alone, so that the row is the same whenever,
 * wherever and beside whatever it is answered: the first 53 bits of SHA-256 of both, the seed as eight bytes, big-endian, before
 * the key in UTF-8.
 *
 * @param value the row's own seed, in [0, 2^53)
 * @param name of its answer, 24 hexadecimal digits: the digest's bytes 8 to 19
 */
public record RowSeed(long value, String name) {
    private static final int BITS = 53;
    private static final int NAME_BYTES = 12;

    /**
     * The seed of a row.
     *
     * @param seed of the table
     * @param key tells the row from the others: its id as JSON, {@code "a"} or {@code 7}
     * @return the row's own
     */
    public static RowSeed of(long seed, String key) {
        byte[] digest = digest(seed, key);
        return new RowSeed(
                ByteBuffer.wrap(digest).getLong() >>> (Long.SIZE - BITS),
                HexFormat.of().formatHex(digest, Long.BYTES, Long.BYTES + NAME_BYTES));
    }

    private static byte[] digest(long seed, String key) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).array());
            return sha.digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
