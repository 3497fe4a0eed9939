package io.github.isotherm.batch;

/** Told of a batch's answers as they come. */
@FunctionalInterface
public interface BatchListener {
    /**
     * A row was answered; on any thread, several at once too.
     *
     * @param done rows that are answered, those of earlier runs too
     * @param isError whether this one's answer is an error
     * @param promptTokens read for it
     * @param completionTokens written for it
     */
    void onAnswer(long done, boolean isError, int promptTokens, int completionTokens);
}
