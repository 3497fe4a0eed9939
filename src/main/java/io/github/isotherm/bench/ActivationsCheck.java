package io.github.isotherm.bench;

import io.github.isotherm.generate.Activations;
import io.github.isotherm.generate.CausalModel;
import io.github.isotherm.generate.Feed;
import io.github.isotherm.generate.Logits;
import io.github.isotherm.generate.Sequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Compares the distributions after every token of some texts, as a model gives them with rounded activations, with those that
 * it gives without rounding. Two models are open at a time.
 */
public final class ActivationsCheck {
    private static final int PIECE = 64;

    private static final List<Activations> COMPARED = List.of(Activations.FAST, Activations.EXACT);

    private final Opening opening;
    private final List<int[]> texts;
    private final Duration limit;
    private final IntConsumer progress;

    private ActivationsCheck(Opening opening, List<int[]> texts, Duration limit, IntConsumer progress) {
        this.opening = opening;
        this.texts = texts;
        this.limit = limit;
        this.progress = progress;
    }

    /** Opens the same model anew. */
    @FunctionalInterface
    public interface Opening {
        /**
         * Opens it.
         *
         * @param activations its numerics
         * @return the model, closed by the check
         */
        Opened open(Activations activations);
    }

    /** A model and its end. */
    public interface Opened extends AutoCloseable {
        /**
         * The model.
         *
         * @return it, open
         */
        CausalModel model();

        @Override
        void close();
    }

    /**
     * Compares.
     *
     * @param opening gives the model with each numerics
     * @param texts ids of texts; of each as much counts as fits into the context
     * @param limit begins no more text for one numerics after so long
     * @param progress told how many positions are compared
     * @return the figures of {@code FAST} and {@code EXACT}
     */
    public static ActivationsResult run(Opening opening, List<int[]> texts, Duration limit, IntConsumer progress) {
        return new ActivationsCheck(opening, texts, limit, progress).run();
    }

    private ActivationsResult run() {
        List<ActivationsResult.Divergence> divergences = new ArrayList<>();
        try (Opened floats = opening.open(Activations.FLOAT)) {
            for (Activations activations : COMPARED) {
                try (Opened rounded = opening.open(activations)) {
                    DivergenceTally tally = compared(floats.model(), rounded.model());
                    divergences.add(tally.result(activations));
                }
            }
        }
        return new ActivationsResult(divergences);
    }

    private DivergenceTally compared(CausalModel floats, CausalModel rounded) {
        long start = System.nanoTime();
        DivergenceTally tally = new DivergenceTally();
        int done = 0;
        for (int[] text : texts) {
            int[] ids = Arrays.copyOf(text, Math.min(text.length, floats.contextLength()));
            try (Sequence expected = floats.open();
                    Sequence actual = rounded.open()) {
                for (int from = 0; from < ids.length && System.nanoTime() - start < limit.toNanos(); from += PIECE) {
                    int[] piece = Arrays.copyOfRange(ids, from, Math.min(ids.length, from + PIECE));
                    compare(run(floats, expected, piece), run(rounded, actual, piece), piece.length, floats, tally);
                    done += piece.length;
                    progress.accept(done);
                }
            }
        }
        return tally;
    }

    private static Logits run(CausalModel model, Sequence sequence, int[] piece) {
        return model.run(List.of(new Feed(sequence, piece, piece.length)));
    }

    private static void compare(Logits expected, Logits actual, int count, CausalModel model, DivergenceTally tally) {
        float[] one = new float[model.vocabularySize()];
        float[] other = new float[model.vocabularySize()];
        for (int position = 0; position < count; position++) {
            expected.copyTo(0, position, one);
            actual.copyTo(0, position, other);
            tally.add(one, other);
        }
    }
}
