package io.github.isotherm.chat;

import io.github.isotherm.CompletionOptions;
import io.github.isotherm.error.DeadlineException;
import io.github.isotherm.generate.FinishReason;
import io.github.isotherm.generate.GenerationResult;
import io.github.isotherm.sampling.TokenSequence;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A checked request, ready to run.
 *
 * @param prompt what the model reads: the rendered conversation, or a plain prompt
 * @param options how to complete it
 * @param reading what the answer may hold beside text; null where it is taken as it is
 * @param timeout how long it may take from when it was asked for, null for as long as it needs; the options' own is what was left
 *     of it when the prompt was there
 * @param templateTime what time the chat template read, null for none
 */
public record ChatTurn(
        TokenSequence prompt,
        CompletionOptions options,
        @Nullable AnswerReading reading,
        @Nullable Duration timeout,
        @Nullable LocalDateTime templateTime) {
    /**
     * A prompt that no template made.
     *
     * @param prompt what the model reads
     * @param options how to complete it, for as long as the request may take
     * @param submitted when it was asked for, as {@link System#nanoTime} says
     * @return the turn, for what is left of its time, whose answer is taken as it is
     */
    public static ChatTurn plain(TokenSequence prompt, CompletionOptions options, long submitted) {
        return new ChatTurn(prompt, left(options, submitted), null, options.timeout(), null);
    }

    /** With what is left of the time. */
    static CompletionOptions left(CompletionOptions options, long submitted) {
        Duration timeout = options.timeout();
        if (timeout == null) {
            return options;
        }
        Duration left = timeout.minusNanos(System.nanoTime() - submitted);
        return options.timeout(left.isNegative() || left.isZero() ? Duration.ofNanos(1) : left);
    }

    /**
     * How the answer to a conversation is read.
     *
     * @return what a turn has that is not {@link #plain}
     */
    public AnswerReading conversation() {
        return Objects.requireNonNull(reading);
    }

    /**
     * Reads the answer.
     *
     * @param result what was generated
     * @return its parts
     * @throws DeadlineException when its time was over before it was whole
     */
    public Answer answer(GenerationResult result) {
        refuseOverdue(result);
        return reading == null ? new Answer(result.text(), null, List.of()) : reading.read(result.marked());
    }

    /**
     * Refuses an answer that is not whole.
     *
     * @param result what was generated
     * @throws DeadlineException when its time was over before
     */
    public void refuseOverdue(GenerationResult result) {
        if (timeout != null && result.finishReason() == FinishReason.DEADLINE) {
            throw new DeadlineException("The answer took longer than its timeout of " + timeout.toMillis() + " ms ("
                    + result.completionTokens()
                    + " tokens were generated); allow more time or fewer tokens.");
        }
    }
}
