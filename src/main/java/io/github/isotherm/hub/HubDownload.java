package io.github.isotherm.hub;

import io.github.isotherm.error.ModelException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Downloads models, on explicit request only, into a cache of the hub's own layout.
 *
 * @param access how to reach the hub
 * @param cache where to
 * @param weights reads from a graph which files its weights are in
 */
public record HubDownload(HubAccess access, HubCache cache, WeightNames weights) {

    /** Knows what a graph's file says about other files. */
    @FunctionalInterface
    public interface WeightNames {
        /**
         * The files of a graph's weights.
         *
         * @param graph the graph's file
         * @return names, relative to its folder
         */
        List<String> of(Path graph);
    }

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
     * Fetches one graph with its configuration and the files of weights that it names; what is there already is not fetched again, what was begun
     * goes on.
     *
     * @param id {@code ORG/NAME}
     * @param revision a branch, tag or commit
     * @param graph the graph's path in the repository or its variant ({@code q4}, {@code fp16}, …), or null for the usual
     * @param progress told on the calling thread
     * @return the folder to be opened as a model: the snapshot, or the graph's own folder in it where that has a {@code
     *     genai_config.json}
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

    private Path fetch(HubClient client, Path folder, String revision, @Nullable String asked, Progress progress)
            throws IOException {
        List<String> files = client.list();
        FileChoice choice = FileChoice.of(files, asked);
        Snapshot snapshot = new Snapshot(client, folder, progress);
        for (String path : choice.descriptions()) {
            snapshot.fetch(path);
        }
        for (String graph : choice.graphs()) {
            for (String name : new LinkedHashSet<>(weights.of(snapshot.fetch(graph)))) {
                snapshot.fetch(weightFile(client, files, graph, name));
            }
        }
        snapshot.name(revision);
        String home = FileChoice.folder(choice.graphs().get(0));
        return files.contains(home + "genai_config.json") ? snapshot.place(home) : snapshot.place("");
    }

    private static String weightFile(HubClient client, List<String> files, String graph, String name) {
        String path = FileChoice.folder(graph) + name;
        if (!files.contains(path)) {
            throw new ModelException("The graph " + graph + " of " + client.id() + " has weights in " + path
                    + " but the repository has no such file; name another graph, in a command with --file or --dtype.");
        }
        return path;
    }
}
