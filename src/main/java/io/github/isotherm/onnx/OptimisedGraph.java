package io.github.isotherm.onnx;

import ai.onnxruntime.OrtException;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.files.FileSum;
import io.github.isotherm.files.FolderLock;
import io.github.isotherm.files.Inventory;
import io.github.isotherm.files.UnfinishedFolder;
import io.github.isotherm.files.WholeFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A graph in isotherm's cache, as ONNX Runtime optimised it. Another model file, runtime, processor or option has another
 * place. It appears whole, is written by one process at a time, and is made again when it is not as
 * it was written or cannot be loaded; nothing that
 * goes wrong with it keeps the model from loading.
 *
 * @param folder for all copies of one graph with one set of options on one kind of processor
 * @param copy the one that is right for the files and the runtime as they are now
 */
record OptimisedGraph(Path folder, Path copy) implements SecondLoad.Load {
    private static final Logger LOG = LoggerFactory.getLogger(OptimisedGraph.class);
    private static final String SUFFIX = ".onnx";

    static OptimisedGraph of(Path cache, List<Path> files, OnnxOptions options, String version) {
        GraphKey key = GraphKey.of(files, options, version, Processor.description());
        Path folder = cache.resolve("graphs").resolve(key.place());
        return new OptimisedGraph(folder, folder.resolve(key.state() + SUFFIX));
    }

    @Override
    public LoadedGraph open(GraphLoading loading) throws OrtException {
        if (Files.isRegularFile(copy)) {
            try {
                if (isAsWritten()) {
                    return loading.openWritten(copy).with(note("Loaded"));
                }
                LOG.warn("The optimised graph {} is not as it was written and is made again", copy);
            } catch (OrtException | ModelException e) {
                LOG.warn("The optimised graph {} is damaged and is made again ({})", copy, e.getMessage());
            }
        }
        return openAndKeep(loading);
    }

    /** A changed number is as good a graph as any to ONNX Runtime. */
    private boolean isAsWritten() {
        Inventory inventory = Inventory.of(folder);
        boolean whole = inventory.holds(name());
        inventory.saveIfPossible();
        return whole;
    }

    private String name() {
        return String.valueOf(copy.getFileName());
    }

    /** Null from the lock: another thread or process writes the same. */
    private LoadedGraph openAndKeep(GraphLoading loading) throws OrtException {
        LoadedGraph written = null;
        try {
            written = FolderLock.trying(folder, () -> write(loading));
        } catch (IOException | OrtException e) {
            if (e instanceof OrtException refused && UnknownAttribute.isIn(refused)) {
                throw refused;
            }
            LOG.warn("The optimised graph cannot be kept in {} ({}); the model loads as usual", folder, e.getMessage());
        }
        return written == null ? loading.open() : written;
    }

    private LoadedGraph write(GraphLoading loading) throws IOException, OrtException {
        try (UnfinishedFolder unfinished = UnfinishedFolder.in(folder)) {
            Path file = unfinished.path().resolve("graph" + SUFFIX);
            LoadedGraph graph = loading.openAndWrite(file, unfinished.path().resolve("weights"));
            return keep(file) ? graph.with(note("Wrote")) : graph;
        }
    }

    /** The graph is loaded already; without the copy it only loads no faster the next time. */
    private boolean keep(Path file) {
        try {
            FileSum sum = FileSum.of(file);
            WholeFile.inCache(copy).take(file);
            for (Path old : copies()) {
                if (!old.equals(copy)) {
                    Files.deleteIfExists(old);
                }
            }
            Inventory inventory = Inventory.of(folder);
            inventory.retain(List.of());
            inventory.add(name(), sum);
            inventory.save();
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
}
