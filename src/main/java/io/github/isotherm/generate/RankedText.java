package io.github.isotherm.generate;

import io.github.isotherm.sampling.Candidates;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A text that goes on from a prompt, read to know how probable each of its tokens is and which were more so. Keeps some numbers a
 * token, no logits; the numbers are made as those of a token that is drawn, and so are the same. Owned by the scheduler's thread.
 */
final class RankedText extends FedText {
    private final SpareCandidates spare;
    private final int top;
    private final List<TokenScore> scores = new ArrayList<>();
    private @Nullable Candidates candidates;
    private boolean begun;

    /**
     * A text.
     *
     * @param ids its ids, at least one; the last is never fed
     * @param top how many of the most probable tokens to note, ≥ 0
     */
    RankedText(int[] ids, int top, SpareCandidates spare) {
        super(ids);
        this.top = top;
        this.spare = spare;
    }

    /** Of each token after the prompt and the tokens before it. */
    List<TokenScore> scores() {
        return List.copyOf(scores);
    }

    /** ln p of each, in nats. */
    List<Double> logprobs() {
        return scores.stream().map(TokenScore::logprob).toList();
    }

    @Override
    public void begin(float[] prompt) {
        begun = true;
        Candidates now = spare.take();
        candidates = now;
        System.arraycopy(prompt, 0, now.target(), 0, prompt.length);
        note(now, id(0));
    }

    @Override
    public boolean isFinished() {
        return begun && super.isFinished();
    }

    @Override
    void take(Logits run, int feed, int kept, int position) {
        Candidates now = Objects.requireNonNull(candidates);
        run.copyTo(feed, kept, now.target());
        note(now, id(position + 1));
    }

    private void note(Candidates now, int id) {
        now.loaded();
        double sum = now.logSumExp();
        int count = Math.min(top, now.size());
        int[] best = count == 0 ? new int[0] : now.largest(count);
        List<TokenScore.Alternative> alternatives = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int other = now.id(best[i]);
            alternatives.add(new TokenScore.Alternative(other, now.rawLogit(other) - sum));
        }
        scores.add(new TokenScore(id, now.rawLogit(id) - sum, alternatives));
        if (isFinished()) {
            spare.give(now);
            candidates = null;
        }
    }
}
