package io.github.isotherm.onnx;

import io.github.isotherm.EngineOptions;
import io.github.isotherm.OnnxOptionsOf;
import io.github.isotherm.files.CacheFolder;
import io.github.isotherm.generate.Feed;
import io.github.isotherm.generate.Logits;
import io.github.isotherm.generate.Sequence;
import io.github.isotherm.hub.GenaiLayout;
import io.github.isotherm.hub.ModelFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Opens the models of the tests, with one buffer for past and present or two. */
final class Models {
    static final Path TINY = Path.of("src", "test", "resources", "fixtures", "tiny-gqa");
    static final Path BUNDLED = Path.of("models", "smollm2-135m-instruct");

    private Models() {}

    static OnnxModel open(Path folder, boolean shared) {
        ModelFolder files = ModelFolder.open(folder);
        return OnnxModel.open(
                files.modelFile(),
                hints(files),
                OnnxOptionsOf.engine(EngineOptions.defaults()),
                CacheFolder.locate(),
                shared);
    }

    static OnnxModel open(Path folder, EngineOptions options) {
        ModelFolder files = ModelFolder.open(folder);
        return OnnxModel.open(files.modelFile(), hints(files), OnnxOptionsOf.engine(options), CacheFolder.locate());
    }

    static ModelHints hints(ModelFolder files) {
        Optional<GenaiLayout> genai = files.genaiLayout();
        return new ModelHints(
                files.contextLength(),
                files.vocabularySize(),
                files.keyValueHeads(),
                files.headSize(),
                files.sizes(),
                genai.map(GenaiLayout::inputs).orElse(Map.of()),
                genai.map(GenaiLayout::outputs).orElse(Map.of()));
    }

    static int[] randomIds(int count, int vocabularySize, long seed) {
        return new Random(seed).ints(count, 0, vocabularySize).toArray();
    }

    /** The logits after some tokens more. */
    static float[] feed(OnnxModel model, Sequence sequence, int... ids) {
        return at(model, run(model, sequence, ids, 1), 0, 0);
    }

    static Logits run(OnnxModel model, Sequence sequence, int[] ids, int keepLast) {
        return model.run(List.of(new Feed(sequence, ids, keepLast)));
    }

    static float[] at(OnnxModel model, Logits logits, int row, int position) {
        float[] target = new float[model.vocabularySize()];
        logits.copyTo(row, position, target);
        return target;
    }

    static int argmax(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }
}
