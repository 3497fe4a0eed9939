package io.github.isotherm.onnx;

import io.github.isotherm.error.CancelledException;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.generate.Sequence;

/** Loads or runs the bundled model for ever; {@link ShutdownIT} stops it from outside. */
final class LoadOrRun {
    private LoadOrRun() {}

    public static void main(String[] arguments) {
        try {
            OnnxModel model = Models.open(Models.BUNDLED, true);
            System.out.println("loaded");
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
