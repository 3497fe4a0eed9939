package io.github.isotherm.spark;

import io.github.isotherm.LocalModel;
import io.github.isotherm.generate.Cancellation;
import java.io.Serializable;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** What is asked of every row. Sent to executors. */
interface RowQuestion extends Serializable {
    /** What is told, without the row's id and its error. */
    StructType told();

    /** Whether the answer is a function of the row's id too. */
    boolean asksForId();

    /** It, on a model. */
    OnModel on(LocalModel model);

    /** The question, put to a model. */
    @FunctionalInterface
    interface OnModel {
        /**
         * Asks about one row.
         *
         * @param id not null where the question asks for it
         * @return the answer, later; what is thrown, or fails it, is of this row
         */
        CompletableFuture<RowAnswer> ask(@Nullable Object id, String text, Cancellation cancellation);
    }
}
