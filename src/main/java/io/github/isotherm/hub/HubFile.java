package io.github.isotherm.hub;

import java.util.Optional;

/**
 * One file of a repository on the hub.
 *
 * @param path where it is in the repository
 * @param size bytes
 * @param etag what names its content: the SHA-256 of large files, a git id of small ones
 * @param commit the commit it belongs to
 */
record HubFile(String path, long size, String etag, String commit) {
    private static final int SHA_256_DIGITS = 64;

    Optional<String> sha256() {
        return etag.length() == SHA_256_DIGITS ? Optional.of(etag) : Optional.empty();
    }
}
