package io.github.isotherm.sampling;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Orders for settings that name no order of their own. A preset sets order, never values: the same settings keep different
 * tokens in different orders.
 *
 * <p>All begin with repair, guidance, biases and bans, then penalties. They differ in where temperature stands among the
 * truncations. Processors of the user's own stand right before the first of these, where Hugging Face puts them.
 */
public enum ProcessorOrder {
    /** Hugging Face's: temperature, then top-h, top-k, top-p, min-p, typical-p and the rest. */
    HF(List.of(
            "temperature",
            "dynamic_temperature",
            "top_h",
            "top_k",
            "top_p",
            "min_p",
            "typical_p",
            "epsilon_cutoff",
            "eta_cutoff",
            "top_n_sigma",
            "p_less",
            "xtc")),
    /** llama.cpp's: top-n-sigma, top-k, typical-p, top-p, min-p, xtc, temperature last. */
    LLAMA_CPP(List.of(
            "top_n_sigma",
            "top_k",
            "typical_p",
            "top_p",
            "min_p",
            "top_h",
            "epsilon_cutoff",
            "eta_cutoff",
            "p_less",
            "xtc",
            "temperature",
            "dynamic_temperature")),
    /** The OpenAI interface's: bias, penalties, temperature, top-p; what it does not know comes after. */
    OPENAI(List.of(
            "temperature",
            "dynamic_temperature",
            "top_p",
            "top_k",
            "min_p",
            "typical_p",
            "epsilon_cutoff",
            "eta_cutoff",
            "top_h",
            "top_n_sigma",
            "p_less",
            "xtc"));

    private static final List<String> FIRST = List.of(
            "repair",
            "guidance",
            "logit_bias",
            "sequence_bias",
            "bad_words",
            "allowed_tokens",
            "suppress_tokens",
            "min_length",
            "min_new_tokens",
            "no_repeat_ngram",
            "repetition_penalty",
            "frequency_penalty",
            "presence_penalty",
            "dry",
            "exponential_decay_length",
            "forced_first_token",
            "forced_last_token");

    /** These take the place of a plain draw, so they come last everywhere. */
    private static final List<String> LAST = List.of("mirostat", "adaptive_p");

    @SuppressWarnings("ImmutableEnumChecker") // List.of makes no other
    private final List<String> truncations;

    ProcessorOrder(List<String> truncations) {
        this.truncations = truncations;
    }

    /**
     * The names in order.
     *
     * @return every built-in's snake_case name, and "custom" for the user's own
     */
    public List<String> names() {
        return Stream.of(FIRST, List.of(ChainStep.CUSTOM), truncations, LAST)
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Puts steps in order; those of one kind keep the order they came in.
     *
     * @param steps in any order
     * @return the chain
     */
    public ProcessorChain arrange(Collection<ChainStep> steps) {
        List<String> order = names();
        List<ChainStep> sorted = new ArrayList<>(steps);
        sorted.sort(Comparator.comparingInt(step -> place(order, step.name())));
        return ProcessorChain.ofSteps(sorted);
    }

    private static int place(List<String> order, String name) {
        return order.indexOf(order.contains(name) ? name : ChainStep.CUSTOM);
    }
}
