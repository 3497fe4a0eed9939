package io.github.isotherm;

import io.github.isotherm.error.Fault;
import io.github.isotherm.error.IsothermException;
import io.github.isotherm.files.CacheFolder;
import io.github.isotherm.generate.Activations;
import io.github.isotherm.generate.CausalModel;
import io.github.isotherm.generate.KeyValueType;
import io.github.isotherm.generate.TextCodec;
import io.github.isotherm.hub.GenaiLayout;
import io.github.isotherm.hub.ModelFolder;
import io.github.isotherm.onnx.ModelHints;
import io.github.isotherm.onnx.OnnxModel;
import io.github.isotherm.onnx.RuntimeLoading;
import io.github.isotherm.sampling.Vocabulary;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What a {@link LocalModel} is made of. A folder gives all of it; parts of one's own bring another runtime, or a scripted
 * model in a test.
 *
 * @param name what answers and errors call the model
 * @param model predicts
 * @param codec the tokenizer, or null for a model that knows ids only
 * @param vocabulary the texts of the ids, or null
 * @param defaults the model's own sampling settings
 * @param limits where the model's own configuration ends a completion
 * @param endOfSequence the ids that end a completion
 * @param chatFormat how it wants a conversation written, or null
 * @param folder where its files are, or null for a model without files
 */
public record ModelParts(
        String name,
        CausalModel model,
        @Nullable TextCodec codec,
        @Nullable Vocabulary vocabulary,
        SamplingSettings defaults,
        CompletionLimits limits,
        List<Integer> endOfSequence,
        @Nullable ChatFormat chatFormat,
        @Nullable Path folder)
        implements AutoCloseable {

    /** Copies the list. */
    public ModelParts {
        endOfSequence = List.copyOf(endOfSequence);
    }

    /**
     * Parts without files.
     *
     * @param name what answers and errors call the model
     * @param model predicts
     * @param codec the tokenizer, or null for a model that knows ids only
     * @param vocabulary the texts of the ids, or null
     * @param defaults the model's own sampling settings
     * @param endOfSequence the ids that end a completion
     * @param chatFormat how it wants a conversation written, or null
     */
    public ModelParts(
            String name,
            CausalModel model,
            @Nullable TextCodec codec,
            @Nullable Vocabulary vocabulary,
            SamplingSettings defaults,
            List<Integer> endOfSequence,
            @Nullable ChatFormat chatFormat) {
        this(name, model, codec, vocabulary, defaults, CompletionLimits.NONE, endOfSequence, chatFormat, null);
    }

    /**
     * The parts of a model folder.
     *
     * @param folder the folder that holds the exported model
     * @param options how the engine runs
     * @return the parts, to be closed by the caller
     * @throws io.github.isotherm.error.ModelException when something in the folder is missing or cannot be used, or it takes
     *     longer than the options allow
     * @throws io.github.isotherm.error.CancelledException when the thread is interrupted meanwhile
     */
    public static ModelParts open(Path folder, EngineOptions options) {
        return Opening.within(options.openTimeout(), folder, () -> opened(folder, options));
    }

    private static ModelParts opened(Path folder, EngineOptions options) {
        // Two threads that are the first to log at once make slf4j complain on standard error.
        LoggerFactory.getILoggerFactory();
        RuntimeLoading beside = RuntimeLoading.start(CacheFolder.locate());
        try {
            return opened(ModelFolder.open(folder), options);
        } finally {
            beside.await();
        }
    }

    /**
     * The parts of a model folder.
     *
     * @param folder what its files say
     * @param options how the engine runs
     * @return the parts, to be closed by the caller
     * @throws io.github.isotherm.error.ModelException when something in the folder is missing or cannot be used, or it takes
     *     longer than the options allow
     * @throws io.github.isotherm.error.CancelledException when the thread is interrupted meanwhile
     */
    public static ModelParts open(ModelFolder folder, EngineOptions options) {
        return Opening.within(options.openTimeout(), folder.path(), () -> opened(folder, options));
    }

    private static ModelParts opened(ModelFolder folder, EngineOptions options) {
        Path cache = CacheFolder.locate();
        try (TokenizerLoading loading = TokenizerLoading.start(folder, cache)) {
            SamplingSettings defaults = ModelDefaults.of(folder);
            CompletionLimits limits = CompletionLimits.of(folder);
            OnnxModel model = OnnxModel.open(folder.modelFile(), hints(folder), options.onnx(), cache);
            try {
                TokenizerLoading.Loaded text = loading.take();
                if (text.codec() != null) {
                    text.codec().boundBy(model.contextLength());
                }
                return new ModelParts(
                        folder.name(),
                        model,
                        text.codec(),
                        text.vocabulary(),
                        defaults,
                        limits,
                        folder.eosTokenIds(),
                        ChatFormat.later(folder).orElse(null),
                        folder.path());
            } catch (RuntimeException e) {
                model.close();
                throw e;
            }
        }
    }

    static ModelHints hints(ModelFolder folder) {
        return new ModelHints(
                folder.contextLength(),
                folder.vocabularySize(),
                folder.keyValueHeads(),
                folder.headSize(),
                folder.sizes(),
                folder.genaiLayout().map(GenaiLayout::inputs).orElse(Map.of()),
                folder.genaiLayout().map(GenaiLayout::outputs).orElse(Map.of()));
    }

    /**
     * What there is to say about how the model was loaded, such as which copy of the graph was.
     *
     * @return sentences, mostly none
     */
    public List<String> notes() {
        return model instanceof OnnxModel onnx ? onnx.notes() : List.of();
    }

    /** What was opened: graph, weights, tokenizer; empty for a model without files. */
    List<Path> files() {
        if (folder == null || !(model instanceof OnnxModel onnx)) {
            return List.of();
        }
        List<Path> files = new ArrayList<>(onnx.files());
        ModelFolder.tokenizerFile(folder).ifPresent(files::add);
        return files;
    }

    /** What opens the same graph again: the folder where that is its own choice, else the graph; null for a model without files. */
    @Nullable
    Path place() {
        if (folder == null || !(model instanceof OnnxModel onnx)) {
            return null;
        }
        Path graph = onnx.files().get(0);
        return ModelFolder.open(folder).modelFile().equals(graph) ? folder : graph;
    }

    /** A model of another runtime is as it is. */
    KeyValueType keyValues() {
        return model instanceof OnnxModel onnx ? onnx.keyValues() : KeyValueType.FILE;
    }

    Activations activations() {
        return model instanceof OnnxModel onnx ? onnx.activations() : Activations.FAST;
    }

    boolean isAsIs() {
        return model instanceof OnnxModel onnx && onnx.isAsIs();
    }

    /** Closes the tokenizer and the model, where they can be closed. */
    @Override
    public void close() {
        try {
            close(codec);
        } finally {
            close(model);
        }
    }

    private static void close(@Nullable Object part) {
        if (part instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IsothermException("A part of the model could not be closed (" + Fault.reason(e) + ").", e);
            }
        }
    }
}
