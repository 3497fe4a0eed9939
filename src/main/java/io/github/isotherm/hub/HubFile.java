package io.github.isotherm.hub;

import java.util.Optional;

/**
 * One file of a repository on the hub.
 *
 * @param path where it is in the repository
 * @param size bytes, -1 where the hub does not say
 * @param etag what names its content: the SHA-256 of large files, a git id of small ones; a mirror may have others
 * @param commit the commit it belongs to
 */
record HubFile(String path, long size, String etag, String commit) {
    /** What is checked of its content; empty where the name is no checksum. */
    Optional<ContentHash> hash() {
        return ContentHash.of(etag);
    }
}
