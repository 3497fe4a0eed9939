package io.github.isotherm.spark;

import io.github.isotherm.CompletionOptions;
import io.github.isotherm.error.Checks;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF5;
import org.jspecify.annotations.Nullable;

/**
 * Completions as a function that is registered by its name, such as by {@code spark.udf.registerJavaFunction} of PySpark with {@link
 * #TYPE}: {@code complete(id, prompt, chain, max_tokens, seed)}. What is null is the model's own, or seed 0. The model is what {@code
 * --conf spark.isotherm.model=…} says to all executors: {@code bundled} (the default), {@code file:NAME} as {@code SparkFiles} knows
 * it, else a path.
 */
public final class CompleteFunction implements UDF5<Object, String, String, Number, Number, Row> {
    /** What it returns, as {@code registerJavaFunction} wants it written. */
    public static final String TYPE = "struct<text:string,finish_reason:string,seed:bigint,prompt_tokens:int,"
            + "completion_tokens:int,logprobs:array<double>,error:string>";

    private static final long serialVersionUID = 1;
    private static final String MODEL = "spark.isotherm.model";
    private static final String BUNDLED = "bundled";
    private static final String FILE = "file:";

    private transient @Nullable SentOptions asked;
    private transient @Nullable AskedValue value;

    /** For Spark. */
    public CompleteFunction() {}

    @Override
    public synchronized Row call(
            @Nullable Object id,
            @Nullable String prompt,
            @Nullable String chain,
            @Nullable Number maxTokens,
            @Nullable Number seed) {
        CompletionOptions options = CompletionOptions.defaults()
                .chain(chain == null ? null : ProcessorCatalog.standard().parse(chain))
                .maxTokens(maxTokens == null ? null : whole("max_tokens", maxTokens))
                .seed(seed == null ? 0 : seed.longValue());
        return asking(SentOptions.of(options)).of(id, prompt);
    }

    private AskedValue asking(SentOptions options) {
        AskedValue known = value;
        if (known == null || !options.equals(asked)) {
            known = new AskedValue(new RowTask(model(), new CompletionQuestion(options), null));
            value = known;
            asked = options;
        }
        return known;
    }

    private static int whole(String name, Number number) {
        if (number.intValue() != number.doubleValue()) {
            throw Checks.invalid(name, number.toString(), "a whole number");
        }
        return number.intValue();
    }

    private static ModelSource model() {
        SparkEnv here = SparkEnv.get();
        String said = here == null ? BUNDLED : here.conf().get(MODEL, BUNDLED);
        if (said.equals(BUNDLED)) {
            return ModelSource.bundled();
        }
        return said.startsWith(FILE) ? ModelSource.sparkFile(said.substring(FILE.length())) : ModelSource.path(said);
    }
}
