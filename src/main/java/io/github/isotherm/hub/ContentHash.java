package io.github.isotherm.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A checksum that names a content: 64 hexadecimal digits are its SHA-256; 40 are its git id, the SHA-1 of {@code blob SIZE},
 * a zero byte and the content, or as mirrors such as Artifactory have it the SHA-1 of the content alone.
 *
 * @param digits in small letters
 */
record ContentHash(String digits) {
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Pattern SHA_1 = Pattern.compile("[0-9a-fA-F]{40}");
    private static final int PIECE = 1 << 16;

    static Optional<ContentHash> of(String name) {
        return SHA_256.matcher(name).matches() || SHA_1.matcher(name).matches()
                ? Optional.of(new ContentHash(name.toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }

    /** Whether a file has the content. */
    boolean matches(Path file) throws IOException {
        List<MessageDigest> digests = digits.length() == 64 ? List.of(digest("SHA-256")) : git(Files.size(file));
        try (InputStream in = Files.newInputStream(file)) {
            byte[] piece = new byte[PIECE];
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException();
                }
                for (MessageDigest digest : digests) {
                    digest.update(piece, 0, read);
                }
            }
        }
        return digests.stream()
                .map(digest -> HexFormat.of().formatHex(digest.digest()))
                .anyMatch(digits::equals);
    }

    private static List<MessageDigest> git(long size) {
        MessageDigest git = digest("SHA-1");
        git.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
        return List.of(git, digest("SHA-1"));
    }

    private static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
