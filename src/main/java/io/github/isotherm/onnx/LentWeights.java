package io.github.isotherm.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.error.ShownText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Weights mapped into memory here and handed to a session one by one; to stay open as long as that. */
final class LentWeights implements AutoCloseable {
    static final LentWeights NONE = new LentWeights(Map.of());

    private final Map<String, OnnxTensorLike> tensors;

    private LentWeights(Map<String, OnnxTensorLike> tensors) {
        this.tensors = tensors;
    }

    /** Maps all tensors and hands them to the session to be. */
    static LentWeights of(OrtEnvironment environment, ExternalWeights weights, SessionOptions settings)
            throws OrtException {
        LentWeights lent = new LentWeights(new LinkedHashMap<>());
        try {
            lent.map(environment, weights);
            if (!lent.tensors.isEmpty()) {
                settings.addExternalInitializers(lent.tensors);
            }
            return lent;
        } catch (OrtException | RuntimeException e) {
            lent.close();
            throw e;
        }
    }

    /** Constants cannot be handed over, and a session made of bytes would look for their files in the working folder. */
    private static void refuseOthers(ExternalWeights weights) {
        for (ExternalTensor tensor : weights.all()) {
            if (!weights.tensors().contains(tensor)) {
                throw new ModelException("The graph " + weights.graph() + " has constants in "
                        + ShownText.value(tensor.location())
                        + ", which cannot be read through links; copy the model's files into one folder.");
            }
        }
    }

    private void map(OrtEnvironment environment, ExternalWeights weights) throws OrtException {
        refuseOthers(weights);
        Map<Path, FileChannel> open = new HashMap<>();
        try {
            for (ExternalTensor tensor : weights.tensors()) {
                Path file = weights.file(tensor);
                if (!open.containsKey(file)) {
                    open.put(file, FileChannel.open(file, StandardOpenOption.READ));
                }
                tensors.put(tensor.name(), mapped(environment, weights.graph(), tensor, open.get(file)));
            }
        } catch (IOException e) {
            throw new ModelException(
                    "The weights beside " + weights.graph() + " cannot be mapped; check that you may read them.", e);
        } finally {
            closeAll(open);
        }
    }

    private static OnnxTensor mapped(OrtEnvironment environment, Path graph, ExternalTensor tensor, FileChannel channel)
            throws IOException, OrtException {
        OnnxJavaType type = Port.type(tensor.type());
        if (type == OnnxJavaType.UNKNOWN) {
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
        for (FileChannel channel : List.copyOf(channels.values())) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new ModelException("A file of weights cannot be closed; try again.", e);
            }
        }
    }

    @Override
    public void close() {
        for (OnnxTensorLike tensor : tensors.values()) {
            ((OnnxTensor) tensor).close();
        }
    }
}
