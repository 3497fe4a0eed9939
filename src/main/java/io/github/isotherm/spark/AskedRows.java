package io.github.isotherm.spark;

import io.github.isotherm.generate.Cancellation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The answers of rows, in their order. The model has several at once, so that they share its runs: the first of the table alone, so
 * that what prompts begin with is read once, then as many as suit it, a slow one waited for by those behind it.
 */
final class AskedRows implements Iterator<Row> {
    /** Rows that are with the model at once: as many again as share a run. */
    private static final int AT_ONCE = 32;

    /** Rows that are answered or being answered and were not handed on. */
    private static final int HELD = 4 * AT_ONCE;

    private final Iterator<Row> rows;
    private final RowTask task;
    private final RowAsker asker;
    private final Cancellation cancellation = new Cancellation();
    private final TaskEnd end = new TaskEnd(cancellation);
    private final Deque<Asked> held = new ArrayDeque<>();
    private final Semaphore finished = new Semaphore(0);
    private final Semaphore begun = new Semaphore(0);
    private @Nullable FirstRow first;
    private int atOnce;

    private record Asked(@Nullable Object id, CompletableFuture<RowAnswer> answer) {}

    AskedRows(Iterator<Row> rows, RowTask task) {
        this.rows = rows;
        this.task = task;
        asker = task.asking();
    }

    /** Ends what is with the model. */
    void stop() {
        if (first != null && first.isOurs()) {
            first.end();
        }
        cancellation.cancel();
    }

    @Override
    public boolean hasNext() {
        return !held.isEmpty() || rows.hasNext();
    }

    @Override
    public Row next() {
        FirstRow table = first == null ? begin() : first;
        ask(table);
        Asked head = held.element();
        while (!head.answer.isDone()) {
            if (end.acquires(finished)) {
                atOnce--;
            }
            ask(table);
        }
        held.remove();
        RowAnswer answer = task.taken(head.answer);
        return task.row(answer, head.id);
    }

    private FirstRow begin() {
        FirstRow table = FirstRow.of(task.table());
        first = table;
        if (table.isOurs()) {
            CompletableFuture<?> unused = ask().whenComplete((told, error) -> table.end());
            return table;
        }
        table.onAnswer(begun::release);
        while (!table.isAnswered()) {
            end.acquires(begun);
        }
        return table;
    }

    /** As many as suit the model, at least one. */
    private void ask(FirstRow table) {
        atOnce -= finished.drainPermits();
        while (rows.hasNext() && (held.isEmpty() || (table.isAnswered() && atOnce < AT_ONCE && held.size() < HELD))) {
            CompletableFuture<?> unused = ask();
        }
    }

    private CompletableFuture<RowAnswer> ask() {
        Row row = rows.next();
        CompletableFuture<RowAnswer> answer = asker.ask(row.get(0), row.getString(1), cancellation);
        atOnce++;
        CompletableFuture<?> unused = answer.whenComplete((told, error) -> finished.release());
        held.add(new Asked(row.get(0), answer));
        return answer;
    }
}
