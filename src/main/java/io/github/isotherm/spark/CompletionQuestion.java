package io.github.isotherm.spark;

import io.github.isotherm.Completion;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.RowSeed;
import io.github.isotherm.error.CancelledException;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.FinishReason;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.sampling.StepTrace;
import java.util.Objects;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * How a prompt goes on: as the line of a batch with the same id, prompt, options and seed.
 *
 * @param sent how prompts are completed
 */
record CompletionQuestion(SentOptions sent) implements RowQuestion {
    @Override
    public StructType told() {
        return new StructType()
                .add("text", DataTypes.StringType, true)
                .add("finish_reason", DataTypes.StringType, true)
                .add("seed", DataTypes.LongType, true)
                .add("prompt_tokens", DataTypes.IntegerType, true)
                .add("completion_tokens", DataTypes.IntegerType, true)
                .add("logprobs", DataTypes.createArrayType(DataTypes.DoubleType, false), true);
    }

    @Override
    public boolean asksForId() {
        return true;
    }

    @Override
    public OnModel on(LocalModel model) {
        CompletionOptions options = sent.options();
        return (id, prompt, cancellation) -> {
            RowSeed own = RowSeed.of(sent.seed(), RowId.key(Objects.requireNonNull(id)));
            return model.completeAsync(
                            model.encodePrompt(prompt, cancellation),
                            options.seed(own.value()),
                            GenerationListener.NONE,
                            cancellation,
                            ExecutorModels.delivery())
                    .thenApply(completion -> answer(completion, cancellation));
        };
    }

    /** What was broken off is no answer. */
    private RowAnswer answer(Completion completion, Cancellation cancellation) {
        if (cancellation.isCancelled() && completion.finishReason() == FinishReason.CANCELLED) {
            throw new CancelledException();
        }
        int read = completion.result().promptTokens();
        int written = completion.result().completionTokens();
        return RowAnswer.of(
                read,
                written,
                completion.text(),
                completion.finishReason().toString(),
                completion.seed(),
                read,
                written,
                logprobs(completion));
    }

    private Double @Nullable [] logprobs(Completion completion) {
        return sent.logprobs()
                ? completion.traces().stream().map(StepTrace::logprobRaw).toArray(Double[]::new)
                : null;
    }
}
