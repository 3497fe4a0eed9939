package io.github.isotherm.generate;

import io.github.isotherm.decode.Vocabulary;
import io.github.isotherm.error.CancelledException;
import io.github.isotherm.error.ClosedException;
import io.github.isotherm.error.ContextLengthException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The one loop: prompt, tokens, logits, processors, probabilities, token, text. Stateless and thread-safe; what moves is
 * in the session and in the {@link Row}.
 */
public final class Generator {
    private final CausalModel model;
    private final @Nullable TextCodec codec;
    private final @Nullable Vocabulary vocabulary;
    private final LongSupplier nanoTime;

    /**
     * A loop over one model.
     *
     * @param model predicts
     * @param codec makes text of tokens, or null where the model has no tokenizer: completions then have no text
     * @param vocabulary the texts of the ids, or null
     * @param nanoTime the clock, in nanoseconds, as {@link System#nanoTime()}
     */
    public Generator(
            CausalModel model, @Nullable TextCodec codec, @Nullable Vocabulary vocabulary, LongSupplier nanoTime) {
        this.model = model;
        this.codec = codec;
        this.vocabulary = vocabulary;
        this.nanoTime = nanoTime;
    }

    /**
     * Generates one completion.
     *
     * @param session of one row; what it holds must be a beginning of the prompt (a new one holds nothing)
     * @param request what to complete, and how
     * @param listener follows along on this thread
     * @param cancellation stops it within one step, during prefill too
     * @return the completion; a cancelled one holds what was generated until then
     * @throws ContextLengthException when the prompt leaves no room in the context
     * @throws ClosedException when the model is closed meanwhile
     */
    public GenerationResult generate(
            Session session, GenerationRequest request, GenerationListener listener, Cancellation cancellation) {
        int room = model.contextLength() - request.prompt().size();
        if (room < 1) {
            throw new ContextLengthException(request.prompt().size(), model.contextLength());
        }
        Row row = new Row(request, room, codec, vocabulary, listener, nanoTime, model.vocabularySize());
        Runnable interrupt = session::cancel;
        cancellation.onCancel(interrupt);
        try {
            run(session, request.prompt().toArray(), row, cancellation);
        } catch (CancelledException e) {
            if (!cancellation.isCancelled()) {
                throw new ClosedException("The model");
            }
            row.finish(FinishReason.CANCELLED);
        } finally {
            cancellation.forget(interrupt);
        }
        return row.result();
    }

    /**
     * The most state that a completion takes.
     *
     * @param request the request
     * @return for {@link SessionPool#use}
     * @throws ContextLengthException when the prompt leaves no room in the context
     */
    public StateDemand demand(GenerationRequest request) {
        return StateDemand.of(mostTokens(model, request));
    }

    /** The last token is never fed. */
    static int mostTokens(CausalModel model, GenerationRequest request) {
        if (request.prompt().size() >= model.contextLength()) {
            throw new ContextLengthException(request.prompt().size(), model.contextLength());
        }
        long fed = (long) request.prompt().size() + request.maxTokens() - 1;
        return (int) Math.min(fed, model.contextLength());
    }

    private static void run(Session session, int[] prompt, Row row, Cancellation cancellation) {
        Logits logits = Prefill.feed(session, prompt, row::isOverdue);
        if (session.length() < prompt.length) {
            row.finish(FinishReason.DEADLINE);
        }
        while (!row.isFinished()) {
            if (cancellation.isCancelled()) {
                throw new CancelledException();
            }
            int token = row.take(logits, 0);
            if (!row.isFinished()) {
                logits = session.feed(new int[][] {{token}}, 1);
            }
        }
    }
}
