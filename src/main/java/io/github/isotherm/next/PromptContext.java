package io.github.isotherm.next;

import io.github.isotherm.error.Checks;
import io.github.isotherm.sampling.StepContext;
import io.github.isotherm.sampling.TokenSequence;
import io.github.isotherm.sampling.Vocabulary;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A prompt whose next token is asked for, with what processors may know beside it: what they know in a generation.
 *
 * @param prompt the prompt's ids
 * @param answerStart where in it the answer begins: its size, or less where the last ids were forced as if drawn
 * @param endOfSequence ids that end a completion
 * @param vocabulary the texts of the ids, or null
 */
public record PromptContext(
        TokenSequence prompt,
        int answerStart,
        List<Integer> endOfSequence,
        @Nullable Vocabulary vocabulary) {
    /** Copies the list and checks the range. */
    public PromptContext {
        if (answerStart < 0 || answerStart > prompt.size()) {
            throw Checks.invalid(
                    "the start of the answer",
                    Integer.toString(answerStart),
                    "from 0 to the prompt's size, " + prompt.size());
        }
        endOfSequence = List.copyOf(endOfSequence);
    }

    /**
     * A prompt behind which the answer begins.
     *
     * @param prompt the prompt's ids
     * @param endOfSequence ids that end a completion
     * @param vocabulary the texts of the ids, or null
     */
    public PromptContext(TokenSequence prompt, List<Integer> endOfSequence, @Nullable Vocabulary vocabulary) {
        this(prompt, prompt.size(), endOfSequence, vocabulary);
    }

    /**
     * A prompt of a model without end-of-sequence ids and texts.
     *
     * @param ids the prompt's ids
     * @return the context
     */
    public static PromptContext of(int... ids) {
        return new PromptContext(TokenSequence.of(ids), ids.length, List.of(), null);
    }

    /** The step after the first {@code count} of some generated ids; its uniform is that of seed 0. */
    StepContext after(int[] generated, int count) {
        return builder()
                .generated(TokenSequence.of(Arrays.copyOf(generated, count)))
                .build();
    }

    private StepContext.Builder builder() {
        return StepContext.builder()
                .prompt(prompt)
                .answerStart(answerStart)
                .endOfSequence(endOfSequence.stream().mapToInt(id -> id).toArray())
                .vocabulary(vocabulary);
    }

    /**
     * The step right after the prompt.
     *
     * @return what processors know there
     */
    public StepContext first() {
        return after(new int[0], 0);
    }

    /**
     * The first step of a completion that may not go on for ever.
     *
     * @param mostTokens how many tokens it may have, ≥ 1
     * @return the context, whose uniform is that of seed 0
     */
    public StepContext firstOf(int mostTokens) {
        return builder().mostTokens(mostTokens).build();
    }
}
