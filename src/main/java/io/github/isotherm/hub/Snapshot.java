package io.github.isotherm.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        HubFile file = client.head(path);
        if (!commit.isEmpty() && !commit.equals(file.commit())) {
            throw new IOException("the repository changed meanwhile");
        }
        commit = safe(file.commit());
        BlobDownload download =
                new BlobDownload(client, folder.resolve("blobs"), bytes -> progress.at(path, bytes, file.size()));
        return link(place(safe(path)), download.fetch(file));
    }

    /** Where a file or folder of the repository is. */
    Path place(String path) {
        Path root = folder.resolve("snapshots").resolve(commit);
        return path.isEmpty() ? root : root.resolve(path);
    }

    /** Remembers what a branch or tag stands for. */
    void name(String revision) throws IOException {
        if (!commit.equals(revision)) {
            Path reference = folder.resolve("refs").resolve(safe(revision));
            Files.createDirectories(Objects.requireNonNull(reference.getParent()));
            Files.writeString(reference, commit);
        }
    }

    /** Names come from the network: none may lead out of the cache. */
    private static String safe(String name) throws IOException {
        if (name.isEmpty()
                || name.startsWith("/")
                || name.contains("\\")
                || List.of(name.split("/", -1)).contains("..")) {
            throw new IOException("the hub names a file \"" + name + "\"");
        }
        return name;
    }

    private static Path link(Path place, Path blob) throws IOException {
        Path parent = Objects.requireNonNull(place.getParent());
        Files.createDirectories(parent);
        Files.deleteIfExists(place);
        try {
            Files.createSymbolicLink(place, parent.relativize(blob));
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(blob, place);
        }
        return place;
    }
}
