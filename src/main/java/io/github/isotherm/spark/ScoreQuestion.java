package io.github.isotherm.spark;

import io.github.isotherm.LocalModel;
import io.github.isotherm.generate.TokenScore;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** How probable a text is, token by token. */
record ScoreQuestion() implements RowQuestion {
    @Override
    public StructType told() {
        return new StructType()
                .add("token_ids", DataTypes.createArrayType(DataTypes.IntegerType, false), true)
                .add("logprobs", DataTypes.createArrayType(DataTypes.DoubleType, true), true)
                .add("sum", DataTypes.DoubleType, true);
    }

    @Override
    public boolean asksForId() {
        return false;
    }

    @Override
    public OnModel on(LocalModel model) {
        return (id, text, cancellation) -> {
            int[] ids = model.encodePrompt(text, cancellation);
            return model.scoresAsync(ids, 0, () -> {}, cancellation, ExecutorModels.delivery())
                    .thenApply(scores -> answer(ids, scores));
        };
    }

    private static RowAnswer answer(int[] ids, List<TokenScore> scores) {
        @Nullable Double[] logprobs = new @Nullable Double[ids.length];
        double sum = 0;
        for (int i = 1; i < ids.length; i++) {
            double logprob = scores.get(i - 1).logprob();
            logprobs[i] = logprob;
            sum += logprob;
        }
        return RowAnswer.of(ids.length, 0, IntStream.of(ids).boxed().toArray(Integer[]::new), logprobs, sum);
    }
}
