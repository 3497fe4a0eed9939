package io.github.isotherm.spark;

import io.github.isotherm.generate.Cancellation;
import java.io.Serializable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Answers one row of a query at a time, each waited for: a task of Spark's calls functions so. */
final class AskedValue implements Serializable {
    private static final long serialVersionUID = 1;

    private final RowTask task;
    private transient @Nullable RowAsker asker;

    AskedValue(RowTask task) {
        this.task = task;
    }

    Row of(@Nullable Object id, @Nullable String text) {
        Cancellation cancellation = new Cancellation();
        TaskEnd end = new TaskEnd(cancellation);
        Semaphore finished = new Semaphore(0);
        CompletableFuture<RowAnswer> answer = asker().ask(id, text, cancellation);
        CompletableFuture<?> unused = answer.whenComplete((told, error) -> finished.release());
        while (!answer.isDone()) {
            end.acquires(finished);
        }
        return task.row(task.taken(answer));
    }

    private synchronized RowAsker asker() {
        RowAsker known = asker;
        if (known == null) {
            known = task.asking();
            asker = known;
        }
        return known;
    }
}
