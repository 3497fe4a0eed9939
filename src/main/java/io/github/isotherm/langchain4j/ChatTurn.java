package io.github.isotherm.langchain4j;

import io.github.isotherm.CompletionOptions;
import io.github.isotherm.sampling.TokenSequence;
import java.time.Duration;
import java.time.LocalDateTime;
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
record ChatTurn(
        TokenSequence prompt,
        CompletionOptions options,
        @Nullable AnswerReading reading,
        @Nullable Duration timeout,
        @Nullable LocalDateTime templateTime) {
    /** How the answer to a conversation is read. */
    AnswerReading conversation() {
        return Objects.requireNonNull(reading);
    }
}
