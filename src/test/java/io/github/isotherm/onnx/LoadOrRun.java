package io.github.isotherm.onnx;

import io.github.isotherm.error.CancelledException;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.files.CacheFolder;
import io.github.isotherm.generate.Sequence;
import io.github.isotherm.tokenizer.HuggingFaceTextCodec;

/** Loads or runs the bundled model, or encodes, for ever, for {@link ShutdownIT} to stop it from outside, or loads it while it ends. */
final class LoadOrRun {
    private LoadOrRun() {}

    /** When the hook of ONNX Runtime, which is run beside this one, has long been through. */
    private static void loadLate() {
        try {
            Thread.sleep(2000);
            Models.open(Models.BUNDLED, true).close();
            System.out.println("loaded while the program ends");
        } catch (InterruptedException | RuntimeException e) {
            System.out.println(e);
        }
    }

    private static void encode() {
        try (HuggingFaceTextCodec codec =
                HuggingFaceTextCodec.open(Models.BUNDLED.resolve("tokenizer.json"), CacheFolder.locate())) {
            System.out.println("loaded");
            while (true) {
                codec.encode("word ".repeat(3_300_000));
            }
        }
    }

    public static void main(String[] arguments) {
        try {
            if (arguments[0].equals("encode")) {
                encode();
            }
            OnnxModel model = Models.open(Models.BUNDLED, true);
            System.out.println("loaded");
            if (arguments[0].equals("end")) {
                Runtime.getRuntime().addShutdownHook(new Thread(LoadOrRun::loadLate));
                System.exit(0);
            }
            while (arguments[0].equals("load")) {
                Models.open(Models.BUNDLED, true).close();
            }
            try (Sequence sequence = model.open()) {
                while (true) {
                    Models.feed(model, sequence, Models.randomIds(64, model.vocabularySize(), 1));
                    sequence.rewind(0);
                }
            }
        } catch (CancelledException e) {
            // the program ends, as it was told to
        } catch (ModelException e) {
            System.out.println(e.getMessage());
        }
    }
}
