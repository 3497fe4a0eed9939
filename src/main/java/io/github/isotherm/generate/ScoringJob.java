package io.github.isotherm.generate;

import io.github.isotherm.error.CancelledException;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A prompt that is read, and texts that go on from it.
 *
 * @param <B> what is noted of a text
 * @param <T> what it comes to
 */
final class ScoringJob<B extends FedText, T> extends Job<T> {
    private final List<B> texts;
    private final BiFunction<float[], List<B>, T> result;
    private final Runnable admitted;

    /**
     * A job that waits.
     *
     * @param admitted told where it is received, when it is let in
     * @param result of the logits after the prompt, {@code [vocabulary]}, and the texts, when all were read
     */
    ScoringJob(
            int[] prompt,
            Mailbox mailbox,
            List<B> texts,
            int mostTokens,
            Runnable admitted,
            BiFunction<float[], List<B>, T> result) {
        super(prompt, mailbox, mostTokens);
        this.texts = List.copyOf(texts);
        this.admitted = admitted;
        this.result = result;
    }

    @Override
    void admitted() {
        mailbox().add(admitted);
    }

    @Override
    List<B> branches() {
        return texts;
    }

    @Override
    long nanosLeft() {
        return Long.MAX_VALUE;
    }

    @Override
    boolean isOver() {
        return failure() != null || (promptLogits().length > 0 && super.isOver());
    }

    @Override
    void endOverdue() {}

    @Override
    void cancelBranches() {
        fail(new CancelledException());
    }

    @Override
    T result() {
        return result.apply(promptLogits(), texts);
    }
}
