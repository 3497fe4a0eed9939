package io.github.isotherm.spark;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether the first row of a table was answered in this JVM: what its prompts begin with is read with that row, and the others, of all
 * tasks, go on from there. Rows of a small part of the table would otherwise wait for one of their own each time.
 */
final class FirstRow {
    private static final Map<RowTask.Table, CompletableFuture<Void>> ANSWERED = new ConcurrentHashMap<>();

    private final CompletableFuture<Void> answered;
    private final boolean isOurs;

    private FirstRow(CompletableFuture<Void> answered, boolean isOurs) {
        this.answered = answered;
        this.isOurs = isOurs;
    }

    /** Of a task that is about to ask its first row. */
    static FirstRow of(RowTask.Table table) {
        CompletableFuture<Void> ours = new CompletableFuture<>();
        CompletableFuture<Void> known = ANSWERED.putIfAbsent(table, ours);
        return known == null ? new FirstRow(ours, true) : new FirstRow(known, false);
    }

    /** Whether this task is the one to ask it. */
    boolean isOurs() {
        return isOurs;
    }

    boolean isAnswered() {
        return answered.isDone();
    }

    /** Nobody need wait any longer; also where the task ends without an answer. */
    void end() {
        answered.complete(null);
    }

    void onAnswer(Runnable action) {
        CompletableFuture<?> unused = answered.thenRun(action);
    }
}
