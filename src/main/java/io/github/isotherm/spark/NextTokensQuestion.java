package io.github.isotherm.spark;

import io.github.isotherm.LocalModel;
import io.github.isotherm.error.Checks;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.next.NextTokens.Distribution;
import io.github.isotherm.next.NextTokens.TopToken;
import io.github.isotherm.next.TemperatureSweep;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What may stand after a prompt, and how probable each is.
 *
 * @param top how many tokens are told
 * @param temperature of the distribution
 * @param chain the text of the processors beside the temperature
 */
record NextTokensQuestion(int top, double temperature, String chain) implements RowQuestion {
    private static final StructType TOKEN = new StructType()
            .add("id", DataTypes.IntegerType, false)
            .add("text", DataTypes.StringType, true)
            .add("logit", DataTypes.DoubleType, false)
            .add("probability", DataTypes.DoubleType, false);

    @Override
    public StructType told() {
        return new StructType()
                .add("prompt_tokens", DataTypes.IntegerType, true)
                .add("tokens", DataTypes.createArrayType(TOKEN, false), true)
                .add("rest", DataTypes.DoubleType, true)
                .add("entropy", DataTypes.DoubleType, true);
    }

    @Override
    public boolean asksForId() {
        return false;
    }

    /** On the driver, before anything is sent. */
    void refuseInvalid() {
        Checks.atLeast("top", top, 0);
        sweep();
    }

    private TemperatureSweep sweep() {
        return new TemperatureSweep(ProcessorCatalog.standard().parse(chain), List.of(temperature), top, List.of());
    }

    @Override
    public OnModel on(LocalModel model) {
        TemperatureSweep sweep = sweep();
        return (id, prompt, cancellation) -> CompletableFuture.supplyAsync(
                () -> answer(model, model.encodePrompt(prompt, cancellation), sweep, cancellation),
                ExecutorModels.waiting());
    }

    private static RowAnswer answer(LocalModel model, int[] ids, TemperatureSweep sweep, Cancellation cancellation) {
        Distribution next = model.next(ids, sweep, cancellation).distributions().get(0);
        Row[] tokens = next.top().stream().map(token -> row(model, token)).toArray(Row[]::new);
        return RowAnswer.of(ids.length, 0, ids.length, tokens, next.rest().probability(), next.entropy());
    }

    private static Row row(LocalModel model, TopToken token) {
        return RowFactory.create(
                token.id(),
                model.hasVocabulary() ? model.vocabulary().text(token.id()) : null,
                token.logit(),
                token.probability());
    }
}
