package io.github.isotherm.generate;

import io.github.isotherm.decode.TokenSequence;
import io.github.isotherm.decode.Vocabulary;
import io.github.isotherm.error.CancelledException;
import io.github.isotherm.error.Checks;
import io.github.isotherm.error.ContextLengthException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Several completions of one prompt: one prefill for all, then one forward pass a step for every row that still runs.
 * The loop of {@link Generator}, row by row; what a row does is in {@link Row}. Stateless and thread-safe.
 *
 * <p>A batch never has fewer than two rows (beside a lone one is a place that nobody reads), so that kernels of int8
 * activations compute the same whichever rows are beside a row: its text depends on its own request alone. The same request
 * decoded by {@link Generator} can differ by kernel noise.
 */
public final class BatchGenerator {
    private final CausalModel model;
    private final @Nullable TextCodec codec;
    private final @Nullable Vocabulary vocabulary;
    private final LongSupplier nanoTime;
    private final int rowsAtOnce;

    /**
     * A loop over one model.
     *
     * @param model predicts
     * @param codec makes text of tokens, or null for completions without text
     * @param vocabulary the texts of the ids, or null
     * @param nanoTime the clock, in nanoseconds, as {@link System#nanoTime()}
     * @param rowsAtOnce the most rows of one batch, ≥ 2; more requests run as several batches, and so do those that a
     *     session has no memory for
     */
    public BatchGenerator(
            CausalModel model,
            @Nullable TextCodec codec,
            @Nullable Vocabulary vocabulary,
            LongSupplier nanoTime,
            int rowsAtOnce) {
        this.model = model;
        this.codec = codec;
        this.vocabulary = vocabulary;
        this.nanoTime = nanoTime;
        this.rowsAtOnce = Checks.atLeast("rows at once", rowsAtOnce, RowBatch.LEAST_ROWS);
    }

    /**
     * What a batch gave.
     *
     * @param promptLogits the logits after the prompt, {@code [vocabulary]}; empty when it was cancelled before them
     * @param completions one a request, in order
     */
    @SuppressWarnings("ArrayRecordComponent") // a vocabulary of floats, handed through once
    public record Result(float[] promptLogits, List<GenerationResult> completions) {
        /** Copies the list. */
        public Result {
            completions = List.copyOf(completions);
        }
    }

    /**
     * Generates all completions.
     *
     * @param session of one row; what it holds must be a beginning of the prompt (a new one holds nothing)
     * @param requests at least one, all of the same prompt
     * @param listeners follow the row of an index on this thread
     * @param cancellation stops them all within one step, during prefill too
     * @return the completions; cancelled ones hold what was generated until then
     * @throws ContextLengthException when the prompt leaves no room in the context
     */
    public Result generate(
            Session session,
            List<GenerationRequest> requests,
            IntFunction<GenerationListener> listeners,
            Cancellation cancellation) {
        Checks.atLeast("completions to generate", requests.size(), 1);
        TokenSequence prompt = requests.get(0).prompt();
        int room = model.contextLength() - prompt.size();
        if (room < 1) {
            throw new ContextLengthException(prompt.size(), model.contextLength());
        }
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            rows.add(new Row(
                    requests.get(i), room, codec, vocabulary, listeners.apply(i), nanoTime, model.vocabularySize()));
        }
        int atOnce = Math.min(rowsAtOnce, session.forkableRows(mostTokens(requests)));
        float[] logits = {};
        try {
            logits = prefill(session, prompt.toArray(), cancellation);
            for (int from = 0; from < rows.size(); from += atOnce) {
                List<Row> batch = rows.subList(from, Math.min(rows.size(), from + atOnce));
                decode(session, logits, batch, cancellation);
            }
        } catch (CancelledException e) {
            rows.stream().filter(row -> !row.isFinished()).forEach(row -> row.finish(FinishReason.CANCELLED));
        }
        return new Result(logits, rows.stream().map(Row::result).toList());
    }

    /**
     * The most state that completions of one prompt take; fewer rows at once where that is too much.
     *
     * @param requests at least one, all of the same prompt
     * @return for {@link SessionPool#use}
     * @throws ContextLengthException when the prompt leaves no room in the context
     */
    public StateDemand demand(List<GenerationRequest> requests) {
        Checks.atLeast("completions to generate", requests.size(), 1);
        int rows = Math.max(RowBatch.LEAST_ROWS, Math.min(rowsAtOnce, requests.size()));
        return StateDemand.of(requests.get(0).prompt().size())
                .withRows(RowBatch.LEAST_ROWS, rows, mostTokens(requests));
    }

    private int mostTokens(List<GenerationRequest> requests) {
        return requests.stream()
                .mapToInt(request -> Generator.mostTokens(model, request))
                .max()
                .orElseThrow();
    }

    private float[] prefill(Session session, int[] prompt, Cancellation cancellation) {
        Runnable interrupt = session::cancel;
        cancellation.onCancel(interrupt);
        try {
            float[] last = new float[model.vocabularySize()];
            Prefill.feed(session, prompt).copyTo(0, 0, last);
            return last;
        } finally {
            cancellation.forget(interrupt);
        }
    }

    /** The first token of each row comes from the same logits; those that go on run as one batch. */
    private static void decode(Session prefilled, float[] first, List<Row> rows, Cancellation cancellation) {
        Logits same = (row, position, target) -> System.arraycopy(first, 0, target, 0, target.length);
        List<Row> live = new ArrayList<>();
        int[] tokens = new int[rows.size()];
        for (Row row : rows) {
            refuseIfCancelled(cancellation);
            int token = row.take(same, 0);
            if (!row.isFinished()) {
                tokens[live.size()] = token;
                live.add(row);
            }
        }
        if (live.isEmpty()) {
            return;
        }
        try (Session batch = prefilled.fork(Math.max(RowBatch.LEAST_ROWS, live.size()))) {
            Runnable interrupt = batch::cancel;
            cancellation.onCancel(interrupt);
            try {
                new RowBatch(batch, live, tokens).run(cancellation);
            } finally {
                cancellation.forget(interrupt);
            }
        }
    }

    private static void refuseIfCancelled(Cancellation cancellation) {
        if (cancellation.isCancelled()) {
            throw new CancelledException();
        }
    }
}
