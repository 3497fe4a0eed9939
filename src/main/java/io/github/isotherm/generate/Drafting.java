package io.github.isotherm.generate;

import io.github.isotherm.error.Checks;

/**
 * Where the guesses come from that let a run of the model yield more than one token. Thread-safe. Guesses are made only where the
 * logits do not depend on how a text is fed ({@link CausalModel#isExact}), and fed only while they pay.
 */
@FunctionalInterface
public interface Drafting {
    /** No guesses: a run yields a token of each text. */
    Drafting OFF = () -> (text, most) -> Draft.NONE;

    /**
     * What followed the longest repeated end of the text where it stood before (prompt lookup, Saxena 2023): pays where an answer
     * copies from its prompt or from itself.
     */
    Drafting PROMPT_LOOKUP = PromptLookup::new;

    /**
     * The source of a name.
     *
     * @param what whose value it is, for the error message
     * @param name {@code prompt-lookup} or {@code off}
     * @return the source
     * @throws io.github.isotherm.error.InvalidValueException when there is none of that name
     */
    static Drafting of(String what, String name) {
        return switch (name) {
            case "prompt-lookup" -> PROMPT_LOOKUP;
            case "off" -> OFF;
            default -> throw Checks.invalid(what, name, "one of prompt-lookup, off");
        };
    }

    /**
     * Begins with a text.
     *
     * @return its drafter
     */
    Drafter begin();
}
