package io.github.isotherm.spark;

import io.github.isotherm.LocalModel;
import io.github.isotherm.generate.Cancellation;
import java.io.Serializable;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * What executors are sent: a question, and whom to ask it.
 *
 * @param source of the model
 * @param question asked of every row
 * @param metrics told of every row; null where nobody reads them
 */
record RowTask(
        ModelSource source, RowQuestion question, @Nullable RowMetrics metrics) implements Serializable {
    static final String ERROR = "error";

    /** What tells tables from each other in a JVM: whoever reads the metrics may count several as one. */
    record Table(ModelSource source, RowQuestion question, long counted) {}

    Table table() {
        return new Table(source, question, metrics == null ? 0 : metrics.id());
    }

    /** What is told of a row, its error last. */
    StructType told() {
        return question.told().add(ERROR, DataTypes.StringType, true);
    }

    /** Asks the model of this JVM. Whatever is wrong with a row is that row's. */
    RowAsker asking() {
        LocalModel model = ExecutorModels.of(source);
        RowQuestion.OnModel asker = question.on(model);
        if (metrics != null) {
            metrics.ranOn(LocalModel.processor());
        }
        return (id, text, cancellation) -> asked(asker, id, text, cancellation);
    }

    private CompletableFuture<RowAnswer> asked(
            RowQuestion.OnModel asker, @Nullable Object id, @Nullable String text, Cancellation cancellation) {
        if (question.asksForId() && id == null) {
            return CompletableFuture.completedFuture(RowAnswer.failed("The row has no id; give it one."));
        }
        if (text == null) {
            return CompletableFuture.completedFuture(RowAnswer.failed("The row has no text; give it one."));
        }
        try {
            return asker.ask(id, text, cancellation);
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** What was answered, counted. */
    RowAnswer taken(CompletableFuture<RowAnswer> answered) {
        RowAnswer answer;
        try {
            answer = answered.join();
        } catch (RuntimeException e) {
            answer = RowAnswer.failed(e);
        }
        if (metrics != null) {
            metrics.count(answer);
        }
        return answer;
    }

    /** A row of what is told, behind others. */
    Row row(RowAnswer answer, @Nullable Object... before) {
        @Nullable Object[] values = new @Nullable Object[before.length + told().length()];
        System.arraycopy(before, 0, values, 0, before.length);
        for (int i = 0; i < answer.values().size(); i++) {
            values[before.length + i] = answer.values().get(i);
        }
        values[values.length - 1] = answer.error();
        return RowFactory.create(values);
    }
}
