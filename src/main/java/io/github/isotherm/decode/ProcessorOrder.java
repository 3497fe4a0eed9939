package io.github.isotherm.decode;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Orders for settings that name no order of their own. A preset sets order, never values.
 *
 * <p>All begin with repair, bans and biases, then penalties; user code stands before the truncations, where Hugging Face
 * puts it. They differ in where temperature and the truncations stand: the same settings keep different tokens.
 */
public enum ProcessorOrder {
    /** Hugging Face's: temperature, then top-k, top-p, min-p and the rest. */
    HF("temperature", "top_k", "top_p", "min_p"),
    /** llama.cpp's: top-k, top-p, min-p, temperature last. */
    LLAMA_CPP("top_k", "top_p", "min_p", "temperature"),
    /** The OpenAI interface's: bias, penalties, temperature, top-p. */
    OPENAI("temperature", "top_p", "top_k", "min_p");

    private static final List<String> FIRST = List.of("repair", "logit_bias", "repetition_penalty", ChainStep.CUSTOM);

    @SuppressWarnings("ImmutableEnumChecker") // List.of makes no other
    private final List<String> truncations;

    ProcessorOrder(String... truncations) {
        this.truncations = List.of(truncations);
    }

    /**
     * Puts steps in order; those of one kind keep the order they came in.
     *
     * @param steps in any order
     * @return the chain
     */
    public ProcessorChain arrange(Collection<ChainStep> steps) {
        List<ChainStep> sorted = new ArrayList<>(steps);
        sorted.sort(Comparator.comparingInt(this::place));
        return ProcessorChain.ofSteps(sorted);
    }

    private int place(ChainStep step) {
        int truncation = truncations.indexOf(step.name());
        if (truncation >= 0) {
            return FIRST.size() + truncation;
        }
        int first = FIRST.indexOf(step.name());
        return first >= 0 ? first : FIRST.indexOf(ChainStep.CUSTOM);
    }
}
