package io.github.isotherm.spark;

import io.github.isotherm.CompletionOptions;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.sampling.ChainStep;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.Spelling;
import io.github.isotherm.sampling.TraceOptions;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import io.github.isotherm.sampling.catalog.ProcessorOrder;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Completion options as executors are sent them: processors as text, which is read there by the same catalog. Options that cannot be
 * sent, or would make the same row another text, are refused.
 *
 * @param settings the text of each processor
 * @param order of the settings
 * @param chain the text of an explicit chain, or null
 * @param seed of the table
 * @param maxTokens as in {@link CompletionOptions}
 * @param stopStrings as there
 * @param stopTokenIds as there
 * @param logprobs whether each token's ln p is told
 * @param fastForward as there
 */
record SentOptions(
        List<String> settings,
        ProcessorOrder order,
        @Nullable String chain,
        long seed,
        @Nullable Integer maxTokens,
        @Nullable List<String> stopStrings,
        List<Integer> stopTokenIds,
        boolean logprobs,
        boolean fastForward)
        implements Serializable {

    /**
     * Options to be sent.
     *
     * @throws InvalidValueException when one of them cannot be
     */
    static SentOptions of(CompletionOptions options) {
        if (options.timeout() != null) {
            throw new InvalidValueException(
                    "The options have a timeout, but a text that ends when time is over is another one"
                            + " each time; leave it out, and bound the text with maxTokens.");
        }
        if (options.branched() > 0) {
            throw new InvalidValueException(
                    "The options have branched ids, but the prompts of a table are texts; leave branched out.");
        }
        if (options.trace() != null && !options.trace().equals(TraceOptions.TOKENS)) {
            throw new InvalidValueException(
                    "The options ask for traces that a row has no column for; ask for TraceOptions.TOKENS or none.");
        }
        ProcessorCatalog catalog = ProcessorCatalog.standard();
        ProcessorChain chain = options.chain();
        return new SentOptions(
                options.settings().steps().stream()
                        .map(step -> sent(step, catalog))
                        .toList(),
                options.order(),
                chain == null ? null : sent(chain, catalog),
                options.seed() == null ? 0 : options.seed(),
                options.maxTokens(),
                options.stopStrings(),
                options.stopTokenIds(),
                options.trace() != null,
                options.fastForward());
    }

    /** A chain as text, if that says all of it. */
    static String sent(ProcessorChain chain, ProcessorCatalog catalog) {
        chain.steps().forEach(step -> sent(step, catalog));
        return chain.toString();
    }

    private static String sent(ChainStep step, ProcessorCatalog catalog) {
        if (!catalog.names().contains(step.name()) || isUnderAnothersName(step, catalog) || !isRead(step, catalog)) {
            throw new InvalidValueException("The processor " + Spelling.kebab(step.name())
                    + " is given as code, which cannot be sent to executors; provide it by name, with a"
                    + " LogitsProcessorProvider in a jar that they have too.");
        }
        return step.toString();
    }

    private static boolean isUnderAnothersName(ChainStep step, ProcessorCatalog catalog) {
        return catalog.type(step.name())
                .filter(type -> !step.parameters().keySet().containsAll(type.parameterNames()))
                .isPresent();
    }

    private static boolean isRead(ChainStep step, ProcessorCatalog catalog) {
        ChainStep read = read(step.toString(), catalog);
        return step.processor().getClass().equals(read.processor().getClass())
                && step.toString().equals(read.toString());
    }

    private static ChainStep read(String text, ProcessorCatalog catalog) {
        return catalog.parse(text).steps().get(0);
    }

    /** The options, with the table's seed. */
    CompletionOptions options() {
        ProcessorCatalog catalog = ProcessorCatalog.standard();
        SamplingSettings read = SamplingSettings.NONE;
        for (String text : settings) {
            read = read.with(read(text, catalog), catalog);
        }
        return CompletionOptions.defaults()
                .settings(read)
                .order(order)
                .chain(chain == null ? null : catalog.parse(chain))
                .seed(seed)
                .maxTokens(maxTokens)
                .stop(stopStrings)
                .stopTokenIds(stopTokenIds)
                .trace(logprobs ? TraceOptions.TOKENS : null)
                .fastForward(fastForward);
    }
}
