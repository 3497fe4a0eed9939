package io.github.isotherm;

import io.github.isotherm.error.ModelException;
import io.github.isotherm.error.Sentence;
import io.github.isotherm.files.CacheFolder;
import io.github.isotherm.generate.TextCodec;
import io.github.isotherm.hub.ModelFolder;
import io.github.isotherm.sampling.Vocabulary;
import io.github.isotherm.tokenizer.HuggingFaceTextCodec;
import java.nio.file.Path;

/**
 * The tokenizer of a model folder, opened alone: for whoever needs no predictions, and so neither the graph nor its weights. A
 * {@link LocalModel} of the folder encodes alike. Thread-safe.
 */
public final class LocalTokenizer implements AutoCloseable {
    private final HuggingFaceTextCodec codec;
    private final Vocabulary vocabulary;

    private LocalTokenizer(HuggingFaceTextCodec codec, Vocabulary vocabulary) {
        this.codec = codec;
        this.vocabulary = vocabulary;
    }

    /**
     * Opens the tokenizer of a folder; it may be without a graph, or with one that cannot be read.
     *
     * @param place the model's folder, or one of the graphs in it
     * @return the tokenizer, to be closed by the caller
     * @throws ModelException when the folder has no tokenizer, or one that cannot be read
     */
    public static LocalTokenizer open(Path place) {
        ModelFolder folder = ModelFolder.openForText(place);
        if (!folder.hasTokenizer()) {
            // What is no model's folder at all is told so.
            folder.modelFile();
            throw missing(folder.name());
        }
        TokenizerLoading.Loaded text = TokenizerLoading.load(folder, CacheFolder.locate(), "The tokenizer");
        if (text.codec() == null || text.vocabulary() == null) {
            throw missing(folder.name());
        }
        return new LocalTokenizer(text.codec(), text.vocabulary());
    }

    static ModelException missing(String model) {
        return new ModelException(Sentence.of(
                "model.no-tokenizer",
                "The model {model} has no tokenizer.json, so it cannot read or write text; add that file to its folder, or"
                        + " work with token ids.",
                "model",
                model));
    }

    /**
     * Between texts and token ids.
     *
     * @return works until this is closed
     */
    public TextCodec codec() {
        return codec;
    }

    /**
     * The texts of the token ids.
     *
     * @return the vocabulary, which is read when it is first asked
     */
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public void close() {
        codec.close();
    }
}
