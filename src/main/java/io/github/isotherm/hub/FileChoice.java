package io.github.isotherm.hub;

import io.github.isotherm.error.ModelException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What to download of a repository's files: what describes the model, and one variant of its graph. Files of weights are
 * named in the graph.
 *
 * @param descriptions configuration, tokenizer, templates
 * @param graphs the graph, or the pair of graphs that older exports have
 */
record FileChoice(List<String> descriptions, List<String> graphs) {
    private static final List<String> SUFFIXES = List.of(".json", ".jinja");
    private static final int MOST_SHOWN = 40;

    /**
     * Chooses.
     *
     * @param asked the graph's path or the variant ({@code q4}, {@code fp16}, …), or null for the usual one
     * @throws ModelException when there is no such graph
     */
    static FileChoice of(List<String> files, @Nullable String asked) {
        String graph = graph(files, asked);
        String folder = folder(graph);
        List<String> descriptions = files.stream()
                .filter(file -> SUFFIXES.stream().anyMatch(file::endsWith))
                .filter(file -> isIn(file, "") || isIn(file, folder) || isIn(file, "additional_chat_templates/"))
                .toList();
        String second = graph.replaceFirst("(?<=^|/)decoder_model(?=[_.])", "decoder_with_past_model");
        boolean pair = !graph.contains("decoder_model_merged") && !second.equals(graph) && files.contains(second);
        return new FileChoice(descriptions, pair ? List.of(graph, second) : List.of(graph));
    }

    /** The folder of a file in the repository, with a slash at its end unless it is the outermost. */
    static String folder(String file) {
        return file.substring(0, file.lastIndexOf('/') + 1);
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
                .orElseThrow(() -> missing(files, asked));
    }

    private static ModelException missing(List<String> files, @Nullable String asked) {
        List<String> graphs = files.stream()
                .filter(file -> file.endsWith(".onnx"))
                .limit(MOST_SHOWN)
                .map(HubName::shown)
                .toList();
        return new ModelException("The repository has no ONNX language model "
                + (asked == null ? "" : "\"" + asked + "\" ")
                + (graphs.isEmpty()
                        ? "as it has no .onnx file; name another repository."
                        : "among its graphs " + graphs + "; name one of them, or another repository."));
    }
}
