package io.github.isotherm.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.github.isotherm.error.ModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of weights beside a graph. ONNX Runtime refuses those whose real place is outside the graph's folder, as in
 * caches made of links; then they are mapped here and handed over one by one.
 */
final class ExternalWeights implements AutoCloseable {
    private static final Map<Integer, OnnxJavaType> TYPES = Map.of(
            1, OnnxJavaType.FLOAT,
            2, OnnxJavaType.UINT8,
            3, OnnxJavaType.INT8,
            5, OnnxJavaType.INT16,
            6, OnnxJavaType.INT32,
            7, OnnxJavaType.INT64,
            9, OnnxJavaType.BOOL,
            10, OnnxJavaType.FLOAT16,
            11, OnnxJavaType.DOUBLE,
            16, OnnxJavaType.BFLOAT16);

    private final Path graph;
    private final List<ExternalTensor> tensors;
    private final List<OnnxTensor> mapped = new ArrayList<>();

    private ExternalWeights(Path graph, List<ExternalTensor> tensors) {
        this.graph = graph;
        this.tensors = tensors;
    }

    /**
     * Of one graph.
     *
     * @throws ModelException when a file is missing or cut short
     */
    static ExternalWeights of(Path graph, List<ExternalTensor> tensors) {
        ExternalWeights weights = new ExternalWeights(graph, tensors);
        weights.files().forEach(ExternalWeights::check);
        return weights;
    }

    /** Each file with the bytes it must have. */
    private Map<Path, Long> files() {
        Map<Path, Long> files = new LinkedHashMap<>();
        for (ExternalTensor tensor : tensors) {
            files.merge(file(tensor), tensor.offset() + Math.max(0, tensor.length()), Math::max);
        }
        return files;
    }

    private Path file(ExternalTensor tensor) {
        return graph.resolveSibling(tensor.location());
    }

    private static void check(Path file, long least) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new ModelException(
                        "The model's weights " + file + " are missing; copy or download the whole folder again.");
            }
            if (Files.size(file) < least) {
                throw new ModelException("The model's weights " + file + " have " + Files.size(file)
                        + " bytes but must have " + least + "; copy or download the file again.");
            }
        } catch (IOException e) {
            throw new ModelException("The model's weights " + file + " cannot be read; check that you may.", e);
        }
    }

    /** Each file with the bytes it has. */
    Map<Path, Long> sizes() {
        Map<Path, Long> sizes = new LinkedHashMap<>();
        files().keySet().forEach(file -> sizes.put(file, file.toFile().length()));
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
            throw new ModelException("The links of " + graph + " cannot be followed; download the model again.", e);
        }
    }

    /** Maps every tensor and hands it to the session to be; this is to stay open as long as that. */
    void lend(OrtEnvironment environment, SessionOptions settings) throws OrtException {
        if (tensors.isEmpty()) {
            return;
        }
        Map<String, OnnxTensorLike> lent = new LinkedHashMap<>();
        Map<Path, FileChannel> open = new HashMap<>();
        try {
            for (ExternalTensor tensor : tensors) {
                Path file = file(tensor);
                if (!open.containsKey(file)) {
                    open.put(file, FileChannel.open(file, StandardOpenOption.READ));
                }
                OnnxTensor whole = map(environment, tensor, open.get(file));
                mapped.add(whole);
                lent.put(tensor.name(), whole);
            }
            settings.addExternalInitializers(lent);
        } catch (IOException e) {
            throw new ModelException(
                    "The weights beside " + graph + " cannot be mapped; check that you may read them.", e);
        } finally {
            closeAll(open);
        }
    }

    private OnnxTensor map(OrtEnvironment environment, ExternalTensor tensor, FileChannel channel)
            throws IOException, OrtException {
        OnnxJavaType type = TYPES.get(tensor.type());
        if (type == null) {
            throw new ModelException("The weights " + tensor.name() + " of " + graph + " have the ONNX type "
                    + tensor.type() + ", which cannot be read through links; copy the model's files into one folder.");
        }
        long length = tensor.length() >= 0 ? tensor.length() : channel.size() - tensor.offset();
        if (length > Integer.MAX_VALUE) {
            throw new ModelException("The weights " + tensor.name() + " of " + graph + " have " + length
                    + " bytes, more than can be read through links; copy the model's files into one folder.");
        }
        ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, tensor.offset(), length)
                .order(ByteOrder.nativeOrder());
        long[] shape = tensor.dims().stream().mapToLong(Long::longValue).toArray();
        return Tensors.over(environment, bytes, type, shape);
    }

    private static void closeAll(Map<Path, FileChannel> channels) {
        for (FileChannel channel : channels.values()) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new ModelException("A file of weights cannot be closed; try again.", e);
            }
        }
    }

    @Override
    public void close() {
        mapped.forEach(OnnxTensor::close);
        mapped.clear();
    }
}
