package io.github.isotherm.spark;

import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Answers the rows of one partition; whatever ends the task ends what it asked for.
 *
 * @param task what is asked
 */
record AskedPartition(RowTask task) implements MapPartitionsFunction<Row, Row> {
    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        if (!rows.hasNext()) {
            return rows;
        }
        AskedRows asked = new AskedRows(rows, task);
        TaskContext context = TaskContext.get();
        if (context != null) {
            TaskCompletionListener end = ended -> asked.stop();
            context.addTaskCompletionListener(end);
        }
        return asked;
    }
}
