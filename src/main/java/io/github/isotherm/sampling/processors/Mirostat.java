package io.github.isotherm.sampling.processors;

import io.github.isotherm.error.Checks;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.EnteredDistribution;
import io.github.isotherm.sampling.Guard;
import io.github.isotherm.sampling.StatefulLogitsProcessor;
import io.github.isotherm.sampling.StepContext;

/**
 * Mirostat 2: keeps the surprise of the text near a target by moving a cutoff. Drops the candidates with −log2 p &gt; μ; each
 * accepted token moves μ by −eta · (−log2 p − tau), p being its probability after the drop.
 *
 * <p>μ begins at 2 · tau bits; the most probable candidate always stays, and one that meets the cutoff within a relative
 * 1e-6 of probability does. A larger tau keeps more; a larger eta adapts faster, 0 not at all. There is no off-value. A
 * token that was forced against the cutoff leaves μ as it is.
 *
 * <p>Example: with tau = 1 the first cutoff is 2 bits, so of the probabilities 0.5, 0.25, 0.15, 0.1 the first two stay; with
 * eta = 0.5 and the second taken (p = 1/3, 1.585 bits) μ becomes 1.7075.
 *
 * <p>Order note: last, after temperature and in place of other truncations. Source: Basu et al., <em>Mirostat: a neural text
 * decoding algorithm that directly controls perplexity</em>, 2021; version 2 as in llama.cpp.
 *
 * @param tau target surprise in bits, ≥ 0
 * @param eta learning rate, ≥ 0
 */
public record Mirostat(double tau, double eta) implements StatefulLogitsProcessor {
    private static final double LN_2 = StrictMath.log(2);

    /** Checks the ranges. */
    public Mirostat {
        Checks.nonNegative("mirostat's tau", tau);
        Checks.nonNegative("mirostat's eta", eta);
    }

    /** The first step; later ones are those of a {@link #copy()}. */
    @Override
    public void process(Candidates candidates, StepContext context) {
        cut(candidates, 2 * tau);
    }

    private static void cut(Candidates candidates, double bits) {
        Guard.retainProbable(candidates, StrictMath.pow(2, -bits), 1);
    }

    @Override
    public StatefulLogitsProcessor copy() {
        return new Row(this, 2 * tau);
    }

    /** Not for settings, which are shared by all rows and remember nothing. */
    @Override
    public void accepted(int token, double probability, StepContext context) {
        throw StatefulLogitsProcessor.needsRow("mirostat");
    }

    /** One row's cutoff. */
    private static final class Row implements StatefulLogitsProcessor {
        private final Mirostat settings;
        private final EnteredDistribution kept = new EnteredDistribution();
        private double bits;

        Row(Mirostat settings, double bits) {
            this.settings = settings;
            this.bits = bits;
        }

        @Override
        public void process(Candidates candidates, StepContext context) {
            cut(candidates, bits);
            kept.remember(candidates);
        }

        @Override
        public StatefulLogitsProcessor copy() {
            return new Row(settings, bits);
        }

        @Override
        public void accepted(int token, double probability, StepContext context) {
            double own = kept.probability(token);
            if (own > 0) {
                bits -= settings.eta * (-StrictMath.log(own) / LN_2 - settings.tau);
            }
        }
    }
}
