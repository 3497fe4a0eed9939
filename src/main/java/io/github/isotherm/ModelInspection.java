package io.github.isotherm;

import io.github.isotherm.files.CacheFolder;
import io.github.isotherm.generate.ModelDescription;
import io.github.isotherm.hub.DroppedEnds;
import io.github.isotherm.hub.ModelFolder;
import io.github.isotherm.onnx.OnnxModel;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.catalog.ProcessorOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What a model folder holds.
 *
 * @param folder what its configuration files say
 * @param graph what its graph is made of
 * @param vocabularySize the number of logits the graph computes for a token
 * @param frame what its tokenizer puts around a prompt; empty where there is none that can be opened
 * @param contextLength how long a sequence can be, {@link Integer#MAX_VALUE} when nothing says
 * @param attentionWindows how many tokens back each fused attention of the graph looks, 0 for all of them; empty for a graph
 *     without such an operator, whose file does not tell
 */
public record ModelInspection(
        ModelFolder folder,
        ModelDescription graph,
        Optional<PromptFrame> frame,
        int vocabularySize,
        int contextLength,
        List<Long> attentionWindows) {
    /** Copies the list. */
    public ModelInspection {
        attentionWindows = List.copyOf(attentionWindows);
    }

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
                    folder,
                    model.describe(),
                    PromptFrame.of(folder),
                    model.vocabularySize(),
                    model.contextLength(),
                    OnnxModel.attentionWindows(folder.modelFile()));
        }
    }

    /**
     * What becomes of what its files say about how to generate.
     *
     * @return every field of {@code generation_config.json} and {@code genai_config.json}, those of the latter by their paths
     */
    public List<ConfigurationUse> configuration() {
        return ConfigurationUse.of(folder);
    }

    /**
     * Where the files of the model do not agree, or the tokenizer cannot be used: in how far its attention looks, in their
     * tokens, in what ends a text, in what its tokenizer.json holds.
     *
     * @return sentences, mostly none
     */
    public List<String> warnings() {
        return Stream.of(
                        frame.isEmpty() ? PromptFrame.refused(folder).stream() : Stream.<String>empty(),
                        windowLacking().stream(),
                        vocabularyLarger().stream(),
                        folder.droppedEnds().stream().map(ModelInspection::sentence))
                .flatMap(sentences -> sentences)
                .toList();
    }

    private Optional<String> vocabularyLarger() {
        int tokens = folder.vocabulary()
                .map(vocabulary -> vocabulary.tokens().size())
                .orElse(0);
        return tokens > vocabularySize
                ? Optional.of(
                        "tokenizer.json has tokens up to id " + (tokens - 1) + " and the graph logits up to id "
                                + (vocabularySize - 1)
                                + ", so they are not of one model, or tokens were added to one alone; put both there from one download.")
                : Optional.empty();
    }

    private static String sentence(DroppedEnds ends) {
        List<String> ids = ends.ids().stream().map(String::valueOf).toList();
        return String.join(" and ", ids) + (ids.size() == 1 ? " ends" : " end") + " a text in "
                + ends.file().getFileName() + " and not here, as "
                + ends.counting().getFileName()
                + " names its ends, too, and counts; adding " + String.join(",", ids)
                + " to the ids that end a text (--stop-ids, in Java stopTokenIds) makes "
                + (ids.size() == 1 ? "it an end" : "them ends") + ".";
    }

    private Optional<String> windowLacking() {
        OptionalInt window = folder.slidingWindow();
        boolean reached = window.isPresent() && window.getAsInt() < contextLength;
        boolean lacking =
                !attentionWindows.isEmpty() && attentionWindows.stream().allMatch(tokens -> tokens == 0);
        return reached && lacking
                ? Optional.of("config.json has a sliding window of " + window.getAsInt()
                        + " tokens and the graph has none, so longer texts get other probabilities than the model gives; keep"
                        + " them shorter, or export it with its window.")
                : Optional.empty();
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
