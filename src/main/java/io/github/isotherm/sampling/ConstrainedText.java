package io.github.isotherm.sampling;

import java.util.function.Function;

/** One row's text under a constraint. What was written is read from the history, whoever wrote it. */
public interface ConstrainedText extends Constraining {
    /**
     * Makes ready for the first step, which does it too.
     *
     * @param vocabularySize how many ids the model has
     * @param context knows the texts of them
     */
    void begin(int vocabularySize, StepContext context);

    /**
     * Whether the text is whole.
     *
     * @param context what was written
     * @return true where it may end
     */
    boolean mayEnd(StepContext context);

    /**
     * Whether another token may follow, behind which the text can still be ended in time.
     *
     * @param context what was written; at least one token is left
     * @return false where the text can only end
     */
    boolean mayGoOn(StepContext context);

    /**
     * The ids that must come next, one after the other, as nothing else may.
     *
     * @param context what was written
     * @param most how many of them are wanted, ≥ 0
     * @return at most so many ids; none where several may come, or the text may end
     */
    int[] forced(StepContext context, int most);

    /**
     * The tokens that a tokenizer writes for the bytes that must come next. Those at the end that could be one token with what
     * follows are not among them.
     *
     * @param context what was written
     * @param encode the ids of a text that goes on after what was written
     * @param most how many of them are wanted, ≥ 0
     * @return at most so many ids; none where no bytes are certain
     */
    int[] writtenAhead(StepContext context, Function<String, int[]> encode, int most);

    /**
     * Lets one token alone come at the next step, as if the constraint allowed no other; where that step has dropped it before,
     * nothing changes.
     *
     * @param id one that the constraint allows there
     */
    void onlyNext(int id);

    /**
     * What the constraint left at the step that was processed last.
     *
     * @return the part of the model's distribution
     */
    AllowedShare share();
}
