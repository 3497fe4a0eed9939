package io.github.isotherm.hub;

import io.github.isotherm.error.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the graph of a model folder. */
final class ModelFiles {
    /** Where exporters put the decoder, in order of preference. */
    private static final List<String> USUAL =
            List.of("model.onnx", "onnx/model.onnx", "decoder_model_merged.onnx", "onnx/decoder_model_merged.onnx");

    private ModelFiles() {}

    static Path find(Path folder, JsonFile genai) {
        Optional<String> named = genai.text("model", "decoder", "filename");
        if (named.isPresent()) {
            Path file = folder.resolve(named.get());
            if (!Files.isRegularFile(file)) {
                throw new ModelException(genai.path() + " names the model file " + named.get()
                        + " but the folder has no such file; download it again.");
            }
            return file;
        }
        for (String name : USUAL) {
            if (Files.isRegularFile(folder.resolve(name))) {
                return folder.resolve(name);
            }
        }
        return variant(folder.resolve("onnx"))
                .or(() -> variant(folder))
                .orElseThrow(() -> new ModelException(folder
                        + " holds no ONNX model: there is no genai_config.json, model.onnx or onnx/model*.onnx in it;"
                        + " name the folder of an exported model."));
    }

    /** The smallest of model_q4.onnx, model_quantized.onnx, … by name. */
    private static Optional<Path> variant(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(ModelFiles::isVariant).min(Comparator.naturalOrder());
        } catch (IOException e) {
            throw JsonFile.unreadable(folder, e);
        }
    }

    private static boolean isVariant(Path file) {
        String name = String.valueOf(file.getFileName());
        return Files.isRegularFile(file) && name.startsWith("model") && name.endsWith(".onnx");
    }
}
