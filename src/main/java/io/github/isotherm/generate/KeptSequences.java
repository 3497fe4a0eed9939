package io.github.isotherm.generate;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Sequences whose requests are over, kept for prompts that begin like them: a branch, the second turn of a chat. Where
 * logits depend on the ids alone every position counts, those that were generated too; elsewhere only those that were read
 * as part of a prompt, and a prompt's last two tokens are always fed. Owned by the scheduler's thread.
 */
final class KeptSequences implements AutoCloseable {
    private final CausalModel model;
    private final int most;
    /** The longest unused first. */
    private final Deque<HeldSequence> kept = new ArrayDeque<>();

    KeptSequences(CausalModel model, int most) {
        this.model = model;
        this.most = most;
    }

    /**
     * A sequence that holds as much of a prompt's beginning as any: a kept one where little else of it is lost, else a copy of
     * that beginning; an empty one where none shares any.
     *
     * @param running sequences that are in use, to be copied from only
     */
    HeldSequence beginning(int[] prompt, Collection<HeldSequence> running) {
        HeldSequence best = best(kept, prompt);
        HeldSequence other = best(running, prompt);
        int common = best == null ? 0 : reusable(best, prompt);
        if (other != null && reusable(other, prompt) > common) {
            return other.fork(reusable(other, prompt));
        }
        if (best == null || common == 0) {
            return new HeldSequence(model.open());
        }
        if (2 * common < best.length()) {
            return best.fork(common);
        }
        kept.remove(best);
        best.rewind(common);
        return best;
    }

    private @Nullable HeldSequence best(Collection<HeldSequence> some, int[] prompt) {
        HeldSequence best = null;
        int most = -1;
        for (HeldSequence one : some) {
            int common = reusable(one, prompt);
            if (common > most) {
                best = one;
                most = common;
            }
        }
        return best;
    }

    private int reusable(HeldSequence one, int[] prompt) {
        return model.isExact()
                ? one.common(prompt, prompt.length - 1)
                : one.common(prompt, Math.min(one.read(), Math.max(0, prompt.length - 2)));
    }

    void keep(HeldSequence sequence) {
        kept.addLast(sequence);
        while (kept.size() > most) {
            kept.removeFirst().close();
        }
    }

    long bytes() {
        long bytes = 0;
        for (HeldSequence one : kept) {
            bytes += model.stateBytes(one.length());
        }
        return bytes;
    }

    /** Drops the longest unused until they take so much at most. */
    void shrink(long bytes) {
        while (!kept.isEmpty() && bytes() > bytes) {
            kept.removeFirst().close();
        }
    }

    @Override
    public void close() {
        for (HeldSequence one : kept) {
            one.close();
        }
        kept.clear();
    }
}
