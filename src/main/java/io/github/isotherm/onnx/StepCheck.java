package io.github.isotherm.onnx;

import io.github.isotherm.error.ModelException;
import io.github.isotherm.generate.Feed;
import io.github.isotherm.generate.Sequence;
import java.util.List;

/**
 * Finds out whether a graph takes several tokens at once when there is a past. Some exports with a state of fixed size, or
 * with one branch or file for the prompt, compute something else then.
 */
final class StepCheck {
    private static final int[] WHOLE = {0, 1, 2, 3, 4};
    private static final int[] BEGIN = {0, 1};
    private static final int[] REST = {2, 3, 4};

    /** Rounding apart: a share of the distance between the least and the greatest logit. */
    private static final float TOLERANCE = 0.02f;

    private StepCheck() {}

    static boolean takesSeveral(OnnxModel model) {
        if (model.vocabularySize() < WHOLE.length || model.contextLength() < WHOLE.length) {
            return false;
        }
        try (Sequence whole = model.open();
                Sequence parts = model.open()) {
            float[] expected = last(model, whole, WHOLE);
            last(model, parts, BEGIN);
            return areClose(last(model, parts, REST), expected);
        } catch (ModelException e) {
            return false;
        }
    }

    private static float[] last(OnnxModel model, Sequence sequence, int[] tokens) {
        float[] values = new float[model.vocabularySize()];
        model.run(List.of(new Feed(sequence, tokens, 1))).copyTo(0, 0, values);
        return values;
    }

    private static boolean areClose(float[] actual, float[] expected) {
        float least = Float.POSITIVE_INFINITY;
        float greatest = Float.NEGATIVE_INFINITY;
        float difference = 0;
        for (int i = 0; i < actual.length; i++) {
            least = Math.min(least, expected[i]);
            greatest = Math.max(greatest, expected[i]);
            difference = Math.max(difference, Math.abs(actual[i] - expected[i]));
        }
        return difference <= TOLERANCE * (greatest - least);
    }
}
