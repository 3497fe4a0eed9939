package io.github.isotherm.generate;

import java.util.ArrayList;
import java.util.List;

/** Completions of one prompt. */
final class GenerationJob extends Job<ForkedCompletions> {
    private final List<Row> rows;

    /**
     * Rows of one prompt.
     *
     * @param mostTokens the most that one of them holds: its prompt and all it may generate but the last token, which is never
     *     fed
     */
    GenerationJob(int[] prompt, Mailbox mailbox, List<Row> rows, int mostTokens) {
        super(prompt, mailbox, mostTokens);
        this.rows = List.copyOf(rows);
    }

    @Override
    List<Row> branches() {
        return rows;
    }

    @Override
    void admitted() {
        rows.forEach(Row::admitted);
    }

    @Override
    long nanosLeft() {
        long least = Long.MAX_VALUE;
        for (Row row : rows) {
            if (!row.isFinished()) {
                least = Math.min(least, row.nanosLeft());
            }
        }
        return least;
    }

    @Override
    void endOverdue() {
        for (Row row : rows) {
            if (!row.isFinished() && row.isStopWanted()) {
                row.finish(FinishReason.STOP);
            } else if (!row.isFinished() && row.isOverdue()) {
                row.finish(FinishReason.DEADLINE);
            }
        }
    }

    @Override
    void cancelBranches() {
        for (Row row : rows) {
            row.finish(FinishReason.CANCELLED);
        }
    }

    @Override
    ForkedCompletions result() {
        List<GenerationResult> results = new ArrayList<>();
        for (Row row : rows) {
            results.add(row.result());
        }
        return new ForkedCompletions(promptLogits(), results);
    }
}
