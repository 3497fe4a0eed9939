package io.github.isotherm.wire.openai.endpoint;

import io.github.isotherm.Completion;
import io.github.isotherm.wire.openai.TextToken;
import io.github.isotherm.wire.openai.Usage;
import java.util.List;

/** Where the completions of one request go: into one answer, or into pieces as they come. Thread-safe. */
interface CompletionSink {
    /** How many prompts may be with the model at once. */
    int promptsAtOnce();

    /** A prompt was scored, or did not have to be; told before anything else of it. */
    void prompt(int prompt, String text, List<TextToken> tokens);

    /** A prompt was all there is. */
    void scored(int prompt);

    /** What follows a sample of a prompt. */
    SampleTokens listener(int prompt, int sample);

    /** All samples of a prompt are over. */
    void completed(int prompt, List<Completion> completions, List<SampleTokens> listeners);

    /** All prompts are over. */
    void end(Usage usage);

    /** Something failed; nothing follows. */
    void fail(Throwable error);
}
