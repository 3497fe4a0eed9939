package io.github.isotherm.compare;

import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.sampling.StepTrace;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Ends every completion of a comparison with its first sentence, and tells another listener of its text no more than that. The
 * run's own result still has the tokens by which the end was noticed. A completion that starts with blank lines has its sentence
 * behind them.
 */
public final class FirstSentences implements ComparisonListener {
    private final ComparisonListener told;

    /**
     * Tells a listener of the first sentences.
     *
     * @param told the listener
     */
    public FirstSentences(ComparisonListener told) {
        this.told = told;
    }

    @Override
    public void onStart(Comparison comparison) {
        told.onStart(comparison);
    }

    @Override
    public GenerationListener row(int temperature, int sample) {
        return new Row(temperature, sample);
    }

    /** Mutable; serves one completion. */
    private final class Row implements GenerationListener {
        private final int temperature;
        private final int sample;
        private final StringBuilder text = new StringBuilder();
        private boolean ended;

        Row(int temperature, int sample) {
            this.temperature = temperature;
            this.sample = sample;
        }

        @Override
        public void onToken(int id, @Nullable StepTrace trace) {
            told.onToken(temperature, sample, Objects.requireNonNull(trace));
        }

        @Override
        public void onText(String piece) {
            if (ended) {
                return;
            }
            int before = text.length();
            text.append(piece);
            String written = text.toString().stripLeading();
            int end = SentenceEnd.first(written, false);
            ended = end >= 0;
            int last = ended ? text.length() - written.length() + end : text.length();
            if (last > before) {
                told.onText(temperature, sample, text.substring(before, last));
            }
        }

        @Override
        public boolean wantsStop() {
            return ended;
        }
    }
}
