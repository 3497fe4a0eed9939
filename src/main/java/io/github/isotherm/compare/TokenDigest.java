package io.github.isotherm.compare;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What tells one sequence of tokens from another: 127 bits of SHA-256 of the ids, four bytes each, big-endian. */
final class TokenDigest {
    private TokenDigest() {}

    /** Two longs, the first of them negative. */
    static long[] of(int[] ids) {
        ByteBuffer bytes = ByteBuffer.allocate(ids.length * Integer.BYTES);
        bytes.asIntBuffer().put(ids);
        ByteBuffer digest = ByteBuffer.wrap(sha256().digest(bytes.array()));
        return new long[] {digest.getLong() | Long.MIN_VALUE, digest.getLong()};
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
