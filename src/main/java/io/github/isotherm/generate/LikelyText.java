package io.github.isotherm.generate;

import io.github.isotherm.math.Softmax;
import java.util.Arrays;
import java.util.List;

/**
 * A text that goes on from a prompt, read to know how probable each of its tokens is. Keeps a number a token, no logits.
 * Owned by the scheduler's thread.
 */
final class LikelyText extends FedText {
    private final float[] logits;
    private final double[] wide;
    private final double[] logprobs;
    private boolean begun;

    /**
     * A text.
     *
     * @param ids its ids, at least one; the last is never fed
     * @param vocabularySize logits a position
     */
    LikelyText(int[] ids, int vocabularySize) {
        super(ids);
        logits = new float[vocabularySize];
        wide = new double[vocabularySize];
        logprobs = new double[ids.length];
    }

    /** ln p of each token after the prompt and the tokens before it, in nats. */
    List<Double> logprobs() {
        return Arrays.stream(logprobs).boxed().toList();
    }

    @Override
    public void begin(float[] prompt) {
        begun = true;
        logprobs[0] = logprob(prompt, id(0));
    }

    @Override
    public boolean isFinished() {
        return begun && super.isFinished();
    }

    @Override
    void take(Logits run, int feed, int kept, int position) {
        run.copyTo(feed, kept, logits);
        logprobs[position + 1] = logprob(logits, id(position + 1));
    }

    private double logprob(float[] said, int id) {
        for (int i = 0; i < wide.length; i++) {
            wide[i] = said[i];
        }
        return wide[id] - Softmax.logSumExp(wide);
    }
}
