package io.github.isotherm.compare;

import io.github.isotherm.error.UserCodeException;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.sampling.StepTrace;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Follows the completions of a comparison while they run, on the thread that receives them. Empty defaults. */
public interface ComparisonListener {
    /** Follows nothing. */
    ComparisonListener NONE = new ComparisonListener() {};

    /**
     * The completions begin.
     *
     * @param comparison what was asked for, with the chain as the model runs it
     */
    default void onStart(Comparison comparison) {}

    /**
     * A completion took a token.
     *
     * @param temperature the index of its temperature
     * @param sample the index of the sample
     * @param trace what happened
     */
    default void onToken(int temperature, int sample, StepTrace trace) {}

    /**
     * Some of a completion's text is final; all pieces together are its text.
     *
     * @param temperature the index of its temperature
     * @param sample the index of the sample
     * @param piece at least one character
     */
    default void onText(int temperature, int sample, String piece) {}

    /**
     * This listener, as that of one row.
     *
     * @param temperature the index of its temperature
     * @param sample the index of the sample
     * @return the row's listener
     */
    default GenerationListener row(int temperature, int sample) {
        return new GenerationListener() {
            @Override
            public void onToken(int id, @Nullable StepTrace trace) {
                followed(() -> ComparisonListener.this.onToken(temperature, sample, Objects.requireNonNull(trace)));
            }

            @Override
            public void onText(String piece) {
                followed(() -> ComparisonListener.this.onText(temperature, sample, piece));
            }

            private void followed(Runnable call) {
                UserCodeException.running("The listener of the comparison", ComparisonListener.this.getClass(), call);
            }
        };
    }
}
