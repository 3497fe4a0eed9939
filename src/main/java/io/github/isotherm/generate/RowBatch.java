package io.github.isotherm.generate;

import io.github.isotherm.error.CancelledException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of one batch, a forward pass for all of them a step. A row that has finished keeps its place, fed with anything,
 * until dropping it pays. Owned by one generation.
 */
final class RowBatch {
    /** A batch never has fewer rows, see {@link BatchGenerator}; a lone one has a place beside it that nobody reads. */
    static final int LEAST_ROWS = 2;

    /** A row that still runs, the place where it is fed, and its next token. */
    private static final class Seat {
        final Row row;
        int place;
        int token;

        Seat(Row row, int place, int token) {
            this.row = row;
            this.place = place;
            this.token = token;
        }
    }

    private final Session session;
    private final List<Seat> seats = new ArrayList<>();

    /**
     * A batch of rows that have their first token.
     *
     * @param session of one place a row, at least {@link #LEAST_ROWS}
     * @param rows the rows, none finished
     * @param tokens the first token of each
     */
    RowBatch(Session session, List<Row> rows, int[] tokens) {
        this.session = session;
        for (int i = 0; i < rows.size(); i++) {
            seats.add(new Seat(rows.get(i), i, tokens[i]));
        }
    }

    /** Goes on until all rows have finished. */
    void run(Cancellation cancellation) {
        while (!seats.isEmpty()) {
            Logits logits = session.feed(fed(), 1);
            for (Seat seat : seats) {
                if (cancellation.isCancelled()) {
                    throw new CancelledException();
                }
                seat.token = seat.row.take(logits, seat.place);
            }
            seats.removeIf(seat -> seat.row.isFinished());
            dropFinished();
        }
    }

    private int[][] fed() {
        int[][] fed = new int[session.rows()][];
        Arrays.fill(fed, new int[] {seats.get(0).token});
        for (Seat seat : seats) {
            fed[seat.place] = new int[] {seat.token};
        }
        return fed;
    }

    /** Rows at the end move to free places before it: no more rows move than finished. */
    private void dropFinished() {
        int places = Math.max(LEAST_ROWS, seats.size());
        int dropped = session.rows() - places;
        if (seats.isEmpty() || dropped == 0) {
            return;
        }
        List<Seat> moving = seats.stream().filter(seat -> seat.place >= places).toList();
        if (!RowDropping.pays(dropped, moving.size(), session.length(), mostStepsLeft())) {
            return;
        }
        int[] kept = new int[places];
        Arrays.setAll(kept, place -> place);
        boolean[] taken = new boolean[places];
        seats.stream().filter(seat -> seat.place < places).forEach(seat -> taken[seat.place] = true);
        int free = 0;
        for (Seat seat : moving) {
            while (taken[free]) {
                free++;
            }
            kept[free] = seat.place;
            taken[free] = true;
            seat.place = free;
        }
        session.retain(kept);
    }

    private int mostStepsLeft() {
        return seats.stream().mapToInt(seat -> seat.row.mostTokensLeft()).max().orElse(0);
    }
}
