package io.github.isotherm;

import io.github.isotherm.decode.Vocabulary;
import io.github.isotherm.hub.CacheFolder;
import io.github.isotherm.hub.GenaiLayout;
import io.github.isotherm.hub.ModelFolder;
import io.github.isotherm.hub.VocabularyData;
import io.github.isotherm.onnx.ModelHints;
import io.github.isotherm.onnx.OnnxModel;
import io.github.isotherm.onnx.OnnxOptions;
import io.github.isotherm.tokenizer.HuggingFaceTextCodec;
import io.github.isotherm.tokenizer.TokenAlphabet;
import io.github.isotherm.tokenizer.TokenizerVocabulary;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model holds natively, opened together and closed together.
 *
 * @param model the weights
 * @param codec the tokenizer, or null where the folder has none
 * @param vocabulary the texts of the ids, or null where the folder has no tokenizer
 */
record ModelResources(
        OnnxModel model,
        @Nullable HuggingFaceTextCodec codec,
        @Nullable Vocabulary vocabulary) implements AutoCloseable {

    static ModelResources open(ModelFolder folder) {
        Path cache = CacheFolder.locate();
        OnnxModel model = OnnxModel.open(folder.modelFile(), hints(folder), OnnxOptions.defaults(), cache);
        try {
            HuggingFaceTextCodec codec = folder.tokenizerFile()
                    .map(file -> HuggingFaceTextCodec.open(file, cache))
                    .orElse(null);
            return new ModelResources(
                    model,
                    codec,
                    folder.vocabulary().map(ModelResources::vocabulary).orElse(null));
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static Vocabulary vocabulary(VocabularyData data) {
        return new TokenizerVocabulary(data.tokens(), data.addedIds(), data.specialIds(), alphabet(data));
    }

    private static TokenAlphabet alphabet(VocabularyData data) {
        if (data.byteLevel()) {
            return TokenAlphabet.BYTE_LEVEL;
        }
        return data.byteFallback() || data.metaspace() ? TokenAlphabet.METASPACE : TokenAlphabet.PLAIN;
    }

    private static ModelHints hints(ModelFolder folder) {
        return new ModelHints(
                folder.contextLength(),
                folder.vocabularySize(),
                folder.keyValueHeads(),
                folder.headSize(),
                folder.genaiLayout().map(GenaiLayout::sharedBuffer).orElse(false),
                folder.sizes(),
                folder.genaiLayout().map(GenaiLayout::inputs).orElse(Map.of()),
                folder.genaiLayout().map(GenaiLayout::outputs).orElse(Map.of()));
    }

    @Override
    public void close() {
        try {
            if (codec != null) {
                codec.close();
            }
        } finally {
            model.close();
        }
    }
}
