package io.github.isotherm.onnx;

import io.github.isotherm.error.ModelException;
import io.github.isotherm.files.DamagedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The weights that a graph has in files beside it. ONNX Runtime refuses files whose real place is outside the graph's
 * folder, as in caches made of links.
 *
 * @param graph the graph's file
 * @param tensors the weights that can be handed to a session one by one
 * @param all these and whatever else of the graph is in files: constants, sparse weights, what functions and branches have
 */
record ExternalWeights(Path graph, List<ExternalTensor> tensors, List<ExternalTensor> all) {

    /**
     * Of one graph.
     *
     * @throws ModelException when a file is missing, cut short, or not below the graph's folder
     */
    static ExternalWeights of(Path graph, GraphScan scan) {
        ExternalWeights weights = new ExternalWeights(graph, scan.external(), every(graph, scan));
        for (String location : weights.ends().keySet()) {
            ExternalTensor.checked(graph, location);
        }
        for (Map.Entry<Path, Long> file : weights.files().entrySet()) {
            check(file.getKey(), file.getValue());
        }
        return weights;
    }

    /** Whatever of a graph is in other files. */
    static List<ExternalTensor> every(Path graph, GraphScan scan) {
        try {
            return EveryTensor.of(scan.parts());
        } catch (MalformedGraphException e) {
            throw e.of(graph);
        }
    }

    /** Each file with the bytes it must have. */
    private Map<Path, Long> files() {
        Map<Path, Long> files = new LinkedHashMap<>();
        for (Map.Entry<String, Long> end : ends().entrySet()) {
            files.put(graph.resolveSibling(end.getKey()), end.getValue());
        }
        return files;
    }

    /** Each file, as the graph names it, with the bytes it must have. */
    private Map<String, Long> ends() {
        Map<String, Long> ends = new LinkedHashMap<>();
        for (ExternalTensor tensor : all) {
            long end = tensor.offset() + Math.max(0, tensor.length());
            end = end < 0 ? Long.MAX_VALUE : end;
            ends.put(tensor.location(), Math.max(end, ends.getOrDefault(tensor.location(), 0L)));
        }
        return ends;
    }

    Path file(ExternalTensor tensor) {
        return graph.resolveSibling(tensor.location());
    }

    private static void check(Path file, long least) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new ModelException(
                        "The model's weights " + file + " are missing; " + DamagedFile.wayOut(file) + ".");
            }
            if (Files.size(file) < least) {
                throw new ModelException("The model's weights " + file + " have " + Files.size(file)
                        + " bytes but must have " + least + "; " + DamagedFile.wayOut(file) + ".");
            }
        } catch (IOException e) {
            throw new ModelException("The model's weights " + file + " cannot be read; check that you may.", e);
        }
    }

    /** Each file with the bytes it has. */
    Map<Path, Long> sizes() {
        Map<Path, Long> sizes = new LinkedHashMap<>();
        for (Path file : files().keySet()) {
            sizes.put(file, file.toFile().length());
        }
        return sizes;
    }

    /** Whether ONNX Runtime would refuse to open the files itself. */
    boolean areElsewhere() {
        try {
            Path folder = graph.toRealPath().getParent();
            for (Path file : files().keySet()) {
                if (folder == null || !file.toRealPath().startsWith(folder) || Files.isSymbolicLink(file)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new ModelException(
                    "The links of " + graph + " cannot be followed; " + DamagedFile.wayOut(graph) + ".", e);
        }
    }

    /** The real folder that the files' names begin in, unless they are elsewhere. */
    String folder() {
        try {
            return String.valueOf(graph.toRealPath().getParent());
        } catch (IOException e) {
            throw new ModelException(
                    "The links of " + graph + " cannot be followed; " + DamagedFile.wayOut(graph) + ".", e);
        }
    }

    /** Gives every file a second name in another folder of the same file system; the content is not copied. */
    String linked(Path folder) throws IOException {
        for (ExternalTensor tensor : all) {
            Path link = folder.resolve(tensor.location());
            if (!Files.exists(link)) {
                Files.createDirectories(link.resolveSibling(""));
                Files.createLink(link, file(tensor).toRealPath());
            }
        }
        return folder.toRealPath().toString();
    }
}
