package io.github.isotherm.wire.openai.endpoint;

import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.sampling.StepTrace;
import io.github.isotherm.wire.openai.LogprobsMode;
import io.github.isotherm.wire.openai.TextToken;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Notes the tokens of a completion as they come, that which ends it too. Used by one thread at a time. */
class SampleTokens implements GenerationListener {
    private final LogprobsMode mode;
    private final boolean notes;
    private final List<TextToken> tokens = new ArrayList<>();
    private double rawSum;
    private int count;

    /**
     * None yet.
     *
     * @param notes whether log-probabilities are asked for
     */
    SampleTokens(LogprobsMode mode, boolean notes) {
        this.mode = mode;
        this.notes = notes;
    }

    @Override
    public void onToken(int id, @Nullable StepTrace trace) {
        note(trace);
    }

    @Override
    public void onEnd(int id, @Nullable StepTrace trace) {
        note(trace);
    }

    private void note(@Nullable StepTrace trace) {
        if (trace != null) {
            rawSum += trace.logprobRaw();
            count++;
            if (notes) {
                tokens.add(TextToken.of(trace, mode));
            }
        }
    }

    /** The tokens that came since this was asked last. */
    List<TextToken> take() {
        List<TextToken> taken = List.copyOf(tokens);
        tokens.clear();
        return taken;
    }

    /** The mean of ln p of all tokens under the model's own distribution; 0 where nothing was drawn. */
    double meanLogprob() {
        return count == 0 ? 0 : rawSum / count;
    }
}
