package io.github.isotherm.hub;

import io.github.isotherm.error.ModelException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Chooses, of a repository's files, one graph with its weights, and what describes the model. */
final class FileChoice {
    private static final List<String> DESCRIPTIONS = List.of(".json", ".jinja");

    private FileChoice() {}

    /**
     * The files to download.
     *
     * @param asked the graph's path or the variant ({@code q4}, {@code fp16}, …), or null for the usual one
     */
    static List<String> of(List<String> files, @Nullable String asked) {
        String graph = graph(files, asked);
        String folder = graph.substring(0, graph.lastIndexOf('/') + 1);
        Stream<String> weights =
                files.stream().filter(file -> file.startsWith(graph + "_data") || file.startsWith(graph + ".data"));
        Stream<String> descriptions = files.stream()
                .filter(file -> DESCRIPTIONS.stream().anyMatch(file::endsWith))
                .filter(file -> isIn(file, "") || isIn(file, folder) || isIn(file, "additional_chat_templates/"));
        return Stream.of(descriptions, Stream.of(graph), weights)
                .flatMap(part -> part)
                .distinct()
                .toList();
    }

    private static boolean isIn(String file, String folder) {
        return file.startsWith(folder) && file.indexOf('/', folder.length()) < 0;
    }

    private static String graph(List<String> files, @Nullable String asked) {
        if (asked != null && asked.endsWith(".onnx") && files.contains(asked)) {
            return asked;
        }
        List<String> variants = asked == null ? ModelFiles.VARIANTS : List.of("_" + asked.toLowerCase(Locale.ROOT));
        return variants.stream()
                .flatMap(variant -> ModelFiles.places(variant).stream())
                .filter(files::contains)
                .findFirst()
                .orElseThrow(() -> new ModelException("The repository has no ONNX language model "
                        + (asked == null ? "" : "\"" + asked + "\" ") + "among its graphs "
                        + files.stream().filter(file -> file.endsWith(".onnx")).toList()
                        + "; name one of them, or another repository."));
    }
}
