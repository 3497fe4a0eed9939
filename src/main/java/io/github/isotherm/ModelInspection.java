package io.github.isotherm;

import io.github.isotherm.generate.ModelDescription;
import io.github.isotherm.hub.CacheFolder;
import io.github.isotherm.hub.ModelFolder;
import io.github.isotherm.onnx.OnnxModel;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.catalog.ProcessorOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a model folder holds.
 *
 * @param folder what its configuration files say
 * @param graph what its graph is made of
 * @param vocabularySize the number of logits the graph computes for a token
 * @param frame what its tokenizer puts around a prompt; empty where there is none that can be opened
 * @param contextLength how long a sequence can be, {@link Integer#MAX_VALUE} when nothing says
 */
public record ModelInspection(
        ModelFolder folder,
        ModelDescription graph,
        Optional<PromptFrame> frame,
        int vocabularySize,
        int contextLength) {
    /**
     * Loads a model as it runs unless other options are given, describes it, and closes it again.
     *
     * @param path the folder that holds the exported model
     * @return what it is made of
     * @throws io.github.isotherm.error.ModelException when something in the folder is missing or cannot be used
     */
    public static ModelInspection of(Path path) {
        return of(path, EngineOptions.defaults());
    }

    /**
     * Loads a model, describes it, and closes it again.
     *
     * @param path the folder that holds the exported model
     * @param options how it runs
     * @return what it is made of
     * @throws io.github.isotherm.error.ModelException when something in the folder is missing or cannot be used
     */
    public static ModelInspection of(Path path, EngineOptions options) {
        ModelFolder folder = ModelFolder.open(path);
        try (OnnxModel model =
                OnnxModel.open(folder.modelFile(), ModelParts.hints(folder), options.onnx(), CacheFolder.locate())) {
            return new ModelInspection(
                    folder, model.describe(), PromptFrame.of(folder), model.vocabularySize(), model.contextLength());
        }
    }

    /**
     * What becomes of what its files say about how to generate.
     *
     * @return every field of {@code generation_config.json}, and of {@code search} in {@code genai_config.json} where the
     *     former has none of its name
     */
    public List<ConfigurationUse> configuration() {
        return ConfigurationUse.of(folder);
    }

    /**
     * In what the graph may differ from the model that it was made of.
     *
     * @return sentences, mostly none
     */
    public List<String> warnings() {
        OptionalInt window = folder.slidingWindow();
        if (window.isEmpty() || window.getAsInt() >= contextLength) {
            return List.of();
        }
        List<Long> windows = OnnxModel.attentionWindows(folder.modelFile());
        return windows.isEmpty() || windows.stream().anyMatch(tokens -> tokens > 0)
                ? List.of()
                : List.of("config.json has a sliding window of " + window.getAsInt()
                        + " tokens and the graph has none, so longer texts get other probabilities than the model gives; keep"
                        + " them shorter, or export it with its window.");
    }

    /**
     * The processors a completion has where nothing is asked for.
     *
     * @return the chain
     * @throws io.github.isotherm.error.ModelException when a field of the configuration cannot be used
     */
    public ProcessorChain defaults() {
        return ModelDefaults.of(folder).chain(ProcessorOrder.DEFAULT);
    }

    /**
     * Where a completion ends when nothing is asked for.
     *
     * @return the model's own limits
     * @throws io.github.isotherm.error.ModelException when a field of the configuration cannot be used
     */
    public CompletionLimits limits() {
        return CompletionLimits.of(folder);
    }

    /**
     * The files of a graph's weights, as the graph names them. Loads nothing.
     *
     * @param graph the graph's file
     * @return names, relative to its folder; empty when all weights are in the graph
     * @throws io.github.isotherm.error.ModelException when the file is no graph, or names a file outside its folder
     */
    public static List<String> weightNames(Path graph) {
        return OnnxModel.weightNames(graph);
    }
}
