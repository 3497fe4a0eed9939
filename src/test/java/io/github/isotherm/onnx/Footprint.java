package io.github.isotherm.onnx;

import io.github.isotherm.files.CacheFolder;
import io.github.isotherm.generate.Sequence;
import io.github.isotherm.tokenizer.HuggingFaceTextCodec;

/** What a small program of a user does; {@link FootprintIT} looks at what it leaves behind. */
final class Footprint {
    private Footprint() {}

    public static void main(String[] arguments) {
        try (HuggingFaceTextCodec codec =
                        HuggingFaceTextCodec.open(Models.BUNDLED.resolve("tokenizer.json"), CacheFolder.locate());
                OnnxModel model = Models.open(Models.BUNDLED, true);
                Sequence sequence = model.open()) {
            int next = Models.argmax(Models.feed(model, sequence, codec.encode("This is a wonderful")));
            System.out.println(codec.decode(new int[] {next}));
        }
    }
}
