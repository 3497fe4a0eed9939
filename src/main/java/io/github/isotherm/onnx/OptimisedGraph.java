package io.github.isotherm.onnx;

import ai.onnxruntime.OrtException;
import io.github.isotherm.error.ModelException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A graph in isotherm's cache, as ONNX Runtime optimised it. Another model file, runtime, processor or option has another
 * place. It appears whole, is written by one process at a time, and is made again when it cannot be loaded; nothing that
 * goes wrong with it keeps the model from loading.
 *
 * @param folder for all copies of one graph with one set of options on one kind of processor
 * @param copy the one that is right for the files and the runtime as they are now
 */
record OptimisedGraph(Path folder, Path copy) implements SecondLoad.Load {
    private static final Logger LOG = LoggerFactory.getLogger(OptimisedGraph.class);
    private static final String SUFFIX = ".onnx";
    private static final String UNFINISHED = "unfinished";

    static OptimisedGraph of(Path cache, List<Path> files, OnnxOptions options, String version) {
        GraphKey key = GraphKey.of(files, options, version, Processor.description());
        Path folder = cache.resolve("graphs").resolve(key.place());
        return new OptimisedGraph(folder, folder.resolve(key.state() + SUFFIX));
    }

    @Override
    public LoadedGraph open(GraphLoading loading) throws OrtException {
        if (Files.isRegularFile(copy)) {
            try {
                return loading.openWritten(copy).with(note("Loaded"));
            } catch (OrtException | ModelException e) {
                LOG.warn("The optimised graph {} is damaged and is made again ({})", copy, e.getMessage());
            }
        }
        return openAndKeep(loading);
    }

    private LoadedGraph openAndKeep(GraphLoading loading) throws OrtException {
        LoadedGraph written = null;
        try {
            Files.createDirectories(folder);
            written = locked(loading);
        } catch (IOException | OrtException e) {
            if (e instanceof OrtException refused && UnknownAttribute.isIn(refused)) {
                throw refused;
            }
            LOG.warn("The optimised graph cannot be kept in {} ({}); the model loads as usual", folder, e.getMessage());
        }
        return written == null ? loading.open() : written;
    }

    /** Null while another thread or process writes the same. */
    private @org.jspecify.annotations.Nullable LoadedGraph locked(GraphLoading loading)
            throws IOException, OrtException {
        try (FileChannel file =
                        FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = file.tryLock()) {
            return lock == null ? null : write(loading);
        } catch (OverlappingFileLockException e) {
            LOG.debug("Another thread writes {}", copy, e);
            return null;
        }
    }

    private LoadedGraph write(GraphLoading loading) throws IOException, OrtException {
        Path unfinished = folder.resolve(UNFINISHED);
        delete(unfinished);
        Files.createDirectory(unfinished);
        try {
            Path file = unfinished.resolve("graph" + SUFFIX);
            LoadedGraph graph = loading.openAndWrite(file, unfinished.resolve("weights"));
            return keep(file) ? graph.with(note("Wrote")) : graph;
        } finally {
            delete(unfinished);
        }
    }

    /** The graph is loaded already; without the copy it only loads no faster the next time. */
    private boolean keep(Path file) {
        try {
            Files.move(file, copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            for (Path old : copies()) {
                if (!old.equals(copy)) {
                    Files.deleteIfExists(old);
                }
            }
            return true;
        } catch (IOException e) {
            LOG.warn("The optimised graph {} cannot be kept ({})", copy, e.getMessage());
            return false;
        }
    }

    private String note(String done) {
        String note =
                done + " the optimised graph " + copy + " (" + copy.toFile().length() + " bytes).";
        LOG.info(note);
        return note;
    }

    private List<Path> copies() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            return Stream.iterate(files.iterator(), java.util.Iterator::hasNext, one -> one)
                    .map(java.util.Iterator::next)
                    .toList();
        }
    }

    /** Files that are still mapped stay where the system does not let go of them; the next write removes them. */
    private static void delete(Path unfinished) {
        if (!Files.isDirectory(unfinished)) {
            return;
        }
        try (Stream<Path> all = Files.walk(unfinished)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
        } catch (IOException e) {
            LOG.debug("{} cannot be removed yet", unfinished, e);
        }
    }
}
