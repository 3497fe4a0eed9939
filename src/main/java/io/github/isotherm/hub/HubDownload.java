package io.github.isotherm.hub;

import io.github.isotherm.error.Checks;
import io.github.isotherm.error.Fault;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.files.FolderLock;
import io.github.isotherm.files.SharedAccess;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Downloads models, on explicit request only, into a cache of the hub's own layout. Several threads and processes may do so at
 * once: one downloads, the others find what it brought.
 */
public final class HubDownload {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final HubAccess access;
    private final HubCache cache;
    private final WeightNames weights;
    private final Pauses pauses;

    /**
     * A way to download.
     *
     * @param access how to reach the hub
     * @param cache where to
     * @param weights reads from a graph which files its weights are in
     */
    public HubDownload(HubAccess access, HubCache cache, WeightNames weights) {
        this(access, cache, weights, Pauses.REAL);
    }

    HubDownload(HubAccess access, HubCache cache, WeightNames weights, Pauses pauses) {
        this.access = access;
        this.cache = cache;
        this.weights = weights;
        this.pauses = pauses;
    }

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

        /**
         * The download waits, for a server that is busy or broke off, or for another download of the same model.
         *
         * @param why the reason, as a clause
         * @param time how long; zero where nobody knows
         */
        default void waiting(String why, Duration time) {}
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
     * @throws ModelException when the hub refuses, has no such model, what came is not what it announced, the connection ends,
     *     or the thread is interrupted, which then stays so; what came of a file is kept
     * @throws io.github.isotherm.error.InvalidValueException when the revision cannot be one
     */
    public Path pull(String id, String revision, @Nullable String graph, Progress progress) {
        if (!HubCache.isId(id)) {
            throw new ModelException("The model id is \"" + id + "\" but must be ORG/NAME; see the hub's pages.");
        }
        if (access.offline()) {
            throw new ModelException("HF_HUB_OFFLINE is set, so " + id + " is not downloaded; unset it to download.");
        }
        checkRevision(revision);
        Path folder = cache.folder(id);
        try {
            HubClient client = new HubClient(new HubConnection(access, pauses, progress), id, revision);
            Path model = null;
            for (boolean isTold = false; model == null; isTold = true) {
                model = FolderLock.trying(folder, () -> fetch(client, folder, revision, graph, progress));
                if (model == null) {
                    awaitOther(id, progress, isTold);
                }
            }
            return model;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(id, e);
        } catch (IOException e) {
            throw Thread.currentThread().isInterrupted() ? interrupted(id, e) : failed(id, folder, e);
        }
    }

    private static ModelException interrupted(String id, Exception cause) {
        return new ModelException("The download of " + id + " was interrupted; start it again to go on.", cause);
    }

    /** The network's faults say so themselves; what is left is the disk's. */
    private ModelException failed(String id, Path folder, IOException cause) {
        String from = "The download of " + id + " from " + access.endpoint();
        if (cause instanceof HubFault) {
            return new ModelException(from + " failed (" + cause.getMessage() + "); start it again to go on.", cause);
        }
        return new ModelException(
                from + " cannot be kept in " + folder + " (" + reason(cause)
                        + "); make it a folder that can be written to, or name another cache in ISOTHERM_HOME.",
                cause);
    }

    private static String reason(IOException cause) {
        if (cause instanceof FileSystemException disk && disk.getReason() == null) {
            return disk.getFile() + (cause instanceof AccessDeniedException ? " may not be written" : " is in the way");
        }
        return HubName.shown(Fault.reason(cause));
    }

    private static void checkRevision(String revision) {
        try {
            HubName.path(revision);
        } catch (HubFault e) {
            throw Checks.invalid("The revision", "\"" + HubName.shown(revision) + "\"", "a branch, tag or commit");
        }
    }

    /** Another thread or process has the lock of the folder, until it is done or ends. */
    private static void awaitOther(String id, Progress progress, boolean isTold) throws InterruptedException {
        if (!isTold) {
            progress.waiting("another download is at work on " + id, Duration.ZERO);
        }
        Thread.sleep(LOOK_AGAIN.toMillis());
    }

    /** Under the lock of the folder. */
    private Path fetch(HubClient client, Path folder, String revision, @Nullable String asked, Progress progress)
            throws IOException {
        SharedAccess.createFolders(folder.resolve("blobs"));
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
            throw new ModelException("The graph " + HubName.shown(graph) + " of " + client.id() + " has weights in "
                    + HubName.shown(path)
                    + " but the repository has no such file; name another graph, in a command with --file or --dtype.");
        }
        return path;
    }
}
