package io.github.isotherm.spark;

import io.github.isotherm.LocalModel;
import io.github.isotherm.TextScore;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** How probable a text is, token by token. */
record ScoreQuestion() implements RowQuestion {
    @Override
    public StructType told() {
        return new StructType()
                .add("token_ids", DataTypes.createArrayType(DataTypes.IntegerType, false), true)
                .add("logprobs", DataTypes.createArrayType(DataTypes.DoubleType, true), true)
                .add("logprob", DataTypes.DoubleType, true);
    }

    @Override
    public boolean asksForId() {
        return false;
    }

    @Override
    public OnModel on(LocalModel model) {
        return (id, text, cancellation) -> model.scoreAsync(text, null, cancellation, ExecutorModels.delivery())
                .thenApply(ScoreQuestion::answer);
    }

    private static RowAnswer answer(TextScore score) {
        return RowAnswer.of(
                score.read(),
                0,
                score.ids().toArray(Integer[]::new),
                score.logprobs().toArray(Double[]::new),
                score.logprob());
    }
}
