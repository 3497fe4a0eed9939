package io.github.isotherm.hub;

import io.github.isotherm.error.ModelException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Downloads models, on explicit request only, into a cache of the hub's own layout.
 *
 * @param access how to reach the hub
 * @param cache where to
 */
public record HubDownload(HubAccess access, HubCache cache) {

    /** Follows a download. */
    public interface Progress {
        /**
         * More of a file is there.
         *
         * @param file its path in the repository
         * @param bytes how much of it
         * @param size bytes of all of it, -1 when unknown
         */
        void at(String file, long bytes, long size);
    }

    /**
     * Fetches one graph with its weights and configuration; what is there already is not fetched again, what was begun
     * goes on.
     *
     * @param id {@code ORG/NAME}
     * @param revision a branch, tag or commit
     * @param graph the graph's path in the repository or its variant ({@code q4}, {@code fp16}, …), or null for the usual
     * @param progress told on the calling thread
     * @return the folder of the snapshot, to be opened as a model
     * @throws ModelException when the hub refuses, has no such model, or the connection ends
     */
    public Path pull(String id, String revision, @Nullable String graph, Progress progress) {
        if (!HubCache.isId(id)) {
            throw new ModelException("The model id is \"" + id + "\" but must be ORG/NAME; see the hub's pages.");
        }
        if (access.offline()) {
            throw new ModelException("HF_HUB_OFFLINE is set, so " + id + " is not downloaded; unset it to download.");
        }
        Path folder = cache.folder(id);
        try {
            Files.createDirectories(folder.resolve("blobs"));
            try (FileChannel file = FileChannel.open(
                            folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = file.lock()) {
                return lock.isValid()
                        ? fetch(new HubClient(access, id, revision), folder, revision, graph, progress)
                        : folder;
            }
        } catch (IOException e) {
            throw new ModelException(
                    "The download of " + id + " from " + access.endpoint() + " failed (" + e.getMessage()
                            + "); start it again to go on.",
                    e);
        }
    }

    private static Path fetch(HubClient client, Path folder, String revision, @Nullable String graph, Progress progress)
            throws IOException {
        List<String> chosen = FileChoice.of(client.list(), graph);
        String commit = revision;
        for (String path : chosen) {
            HubFile file = client.head(path);
            commit = file.commit();
            BlobDownload download =
                    new BlobDownload(client, folder.resolve("blobs"), bytes -> progress.at(path, bytes, file.size()));
            link(folder.resolve("snapshots").resolve(safe(commit)), path, download.fetch(file));
        }
        if (!commit.equals(revision)) {
            Path reference = folder.resolve("refs").resolve(safe(revision));
            Files.createDirectories(reference.getParent());
            Files.writeString(reference, commit);
        }
        return folder.resolve("snapshots").resolve(commit);
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

    private static void link(Path snapshot, String path, Path blob) throws IOException {
        Path place = snapshot.resolve(safe(path));
        Path parent = Objects.requireNonNull(place.getParent());
        Files.createDirectories(parent);
        Files.deleteIfExists(place);
        try {
            Files.createSymbolicLink(place, parent.relativize(blob));
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(blob, place);
        }
    }
}
