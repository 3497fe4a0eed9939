package io.github.isotherm.hub;

import io.github.isotherm.files.SharedAccess;
import io.github.isotherm.files.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/** The files of one commit of a repository, as they come: contents among the blobs, names as links to them. */
final class Snapshot {
    private final HubClient client;
    private final Path folder;
    private final HubDownload.Progress progress;
    private String commit = "";

    /** Into the folder of a model in the cache. */
    Snapshot(HubClient client, Path folder, HubDownload.Progress progress) {
        this.client = client;
        this.folder = folder;
        this.progress = progress;
    }

    /** Fetches a file unless it is there; returns where it is. */
    Path fetch(String path) throws IOException {
        HubName.path(path);
        HubFile file = client.head(path);
        if (!commit.isEmpty() && !commit.equals(file.commit())) {
            throw HubFault.lasting("the repository changed meanwhile");
        }
        commit = HubName.path(file.commit());
        BlobDownload download =
                new BlobDownload(client, folder.resolve("blobs"), bytes -> progress.at(path, bytes, file.size()));
        return link(place(path), download.fetch(file));
    }

    /** Where a file or folder of the repository is. */
    Path place(String path) {
        Path root = folder.resolve("snapshots").resolve(commit);
        return path.isEmpty() ? root : root.resolve(path);
    }

    /** Remembers what a branch or tag stands for. */
    void name(String revision) throws IOException {
        if (!commit.equals(revision)) {
            Path reference = folder.resolve("refs").resolve(HubName.path(revision));
            WholeFile.inCache(reference).write(commit);
        }
    }

    /** A link replaces what was there at once; where the system makes none, a copy does. */
    private static Path link(Path place, Path blob) throws IOException {
        Path parent = Objects.requireNonNull(place.getParent());
        SharedAccess.createFolders(parent);
        if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(place.toString());
        }
        Path beside = place.resolveSibling(place.getFileName() + ".incomplete");
        Files.deleteIfExists(beside);
        try {
            Files.createSymbolicLink(beside, parent.relativize(blob));
        } catch (IOException | UnsupportedOperationException e) {
            return copy(blob, place);
        }
        return Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path copy(Path blob, Path place) throws IOException {
        try (InputStream content = Files.newInputStream(blob)) {
            WholeFile.inCache(place).write(content, Files.size(blob));
        }
        return place;
    }
}
