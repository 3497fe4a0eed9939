package io.github.isotherm.hub;

import io.github.isotherm.error.ModelException;
import io.github.isotherm.files.Contained;
import io.github.isotherm.files.DamagedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the graph of a model folder. */
final class ModelFiles {
    /** Where exporters put the decoder, in order of preference. */
    private static final List<String> FOLDERS = List.of("", "onnx/");

    private static final List<String> NAMES = List.of("model", "decoder_model_merged", "decoder_model");

    /** Variants, those that lose least for their size and speed first; unknown ones come last. */
    static final List<String> VARIANTS =
            List.of("", "_q4", "_quantized", "_int8", "_uint8", "_q8", "_q4f16", "_fp16", "_bnb4");

    private ModelFiles() {}

    static Path find(Path folder, JsonFile genai) {
        Optional<String> named = genai.text("model", "decoder", "filename");
        if (named.isPresent()) {
            Path file = Contained.in(folder).named(named.get(), genai.path() + ": model.decoder.filename is");
            if (!Files.isRegularFile(file)) {
                throw new ModelException(genai.path() + " names the model file " + named.get()
                        + " but the folder has no such file; " + DamagedFile.wayOut(file) + ".");
            }
            return file;
        }
        return usual(folder)
                .or(() -> only(folder.resolve("onnx")))
                .or(() -> only(folder))
                .map(Contained.in(folder)::inside)
                .orElseThrow(() -> NoGraph.in(folder));
    }

    /** Whether a file is a graph, by its name. */
    static boolean isGraph(Path file) {
        return Files.isRegularFile(file) && name(file).endsWith(".onnx");
    }

    /** The model's folder, of one of its graphs. */
    static Path home(Path graph) {
        Path folder = Objects.requireNonNull(graph.getParent());
        Path above = folder.getParent();
        return above != null && folder.endsWith("onnx") ? above : folder;
    }

    private static Optional<Path> usual(Path folder) {
        return VARIANTS.stream()
                .flatMap(variant -> places(variant).stream())
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** Where the graph of one variant may be, relative to the model's folder. */
    static List<String> places(String variant) {
        return NAMES.stream()
                .flatMap(name -> FOLDERS.stream().map(folder -> folder + name + variant + ".onnx"))
                .toList();
    }

    /** Of files with names of their own: one that says model or decoder, else the first. */
    private static Optional<Path> only(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(ModelFiles::isGraph)
                    .min(Comparator.comparingInt(ModelFiles::strangeness).thenComparing(Comparator.naturalOrder()));
        } catch (IOException e) {
            throw JsonFile.unreadable(folder, e);
        }
    }

    private static int strangeness(Path file) {
        String name = name(file);
        boolean part = name.contains("embed") || name.contains("encoder") || name.contains("vision");
        return part ? 2 : name.contains("decoder") || name.contains("model") ? 0 : 1;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    }
}
