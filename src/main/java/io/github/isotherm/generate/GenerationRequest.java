package io.github.isotherm.generate;

import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.Sentence;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.TokenSequence;
import io.github.isotherm.sampling.TraceOptions;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One completion to generate. Immutable.
 *
 * @param prompt the prompt's ids, at least one
 * @param answerStart where in the prompt the answer begins: its size, or less where the last ids were forced as if drawn
 * @param chain the processors between logits and draw
 * @param seed the key of every draw, in [0, 2^53)
 * @param sample the index of this completion among several of one prompt, from 0
 * @param maxTokens the most tokens to generate, ≥ 1; {@link #UNBOUNDED} for as many as the context and the memory for its state
 *     allow, which is then set aside as it grows
 * @param stopStrings texts that end the completion and are left out of it; none is empty; names of special tokens are found
 *     where those tokens are
 * @param endOfSequence ids that end the completion and are left out of it
 * @param timeout how long it may take, or null for as long as it needs
 * @param fastForward whether a constraint's certain bytes are written as the tokenizer writes them, without a draw
 * @param trace what each step's trace is to hold, or null for no traces
 */
public record GenerationRequest(
        TokenSequence prompt,
        int answerStart,
        ProcessorChain chain,
        long seed,
        int sample,
        int maxTokens,
        List<String> stopStrings,
        List<Integer> endOfSequence,
        @Nullable Duration timeout,
        boolean fastForward,
        @Nullable TraceOptions trace) {

    /** No bound but the context's, and that of the memory for state. */
    public static final int UNBOUNDED = Integer.MAX_VALUE;

    /** So many stop strings at most: each is looked for at every token. */
    public static final int MOST_STOPS = 1000;

    /** So many characters of a stop string at most: as many may be held back. */
    public static final int LONGEST_STOP = 10_000;

    /** Checks the ranges. */
    public GenerationRequest {
        if (prompt.size() == 0) {
            throw new InvalidValueException(Sentence.of(
                    "prompt.empty",
                    "The prompt is empty but must have at least one token; write the text to be continued."));
        }
        if (answerStart < 0 || answerStart > prompt.size()) {
            throw Checks.invalid(
                    "the start of the answer",
                    Integer.toString(answerStart),
                    "from 0 to the prompt's size, " + prompt.size());
        }
        Checks.seed(seed);
        Checks.atLeast("sample", sample, 0);
        Checks.atLeast("max-tokens", maxTokens, 1);
        stopStrings = List.copyOf(stopStrings);
        endOfSequence = List.copyOf(endOfSequence);
        Checks.atMost("the number of stop strings", stopStrings.size(), MOST_STOPS);
        stopStrings.forEach(stop -> Checks.atMost("the characters of a stop string", stop.length(), LONGEST_STOP));
        if (stopStrings.contains("")) {
            throw new InvalidValueException(
                    "A stop string is empty but must have at least one character; leave it out.");
        }
        if (timeout != null && (timeout.isNegative() || timeout.isZero())) {
            throw Checks.invalid("timeout", timeout.toString(), "longer than zero, or not given");
        }
    }

    GenerationRequest withMaxTokens(int value) {
        return new GenerationRequest(
                prompt,
                answerStart,
                chain,
                seed,
                sample,
                value,
                stopStrings,
                endOfSequence,
                timeout,
                fastForward,
                trace);
    }

    /**
     * The same request for another of several completions of one prompt.
     *
     * @param value its index, ≥ 0
     * @return the changed request
     */
    public GenerationRequest withSample(int value) {
        return new GenerationRequest(
                prompt,
                answerStart,
                chain,
                seed,
                value,
                maxTokens,
                stopStrings,
                endOfSequence,
                timeout,
                fastForward,
                trace);
    }

    /**
     * A request to fill in.
     *
     * @param prompt the prompt's ids
     * @return a builder: empty chain, seed 0, 128 tokens, nothing else
     */
    public static Builder of(int... prompt) {
        return new Builder(TokenSequence.of(prompt.clone()));
    }

    /** Builds a request. */
    public static final class Builder {
        private final TokenSequence prompt;
        private int answerStart;
        private ProcessorChain chain = ProcessorChain.EMPTY;
        private long seed;
        private int sample;
        private int maxTokens = 128;
        private List<String> stopStrings = List.of();
        private List<Integer> endOfSequence = List.of();
        private @Nullable Duration timeout;
        private boolean fastForward;
        private @Nullable TraceOptions trace;

        private Builder(TokenSequence prompt) {
            this.prompt = prompt;
            answerStart = prompt.size();
        }

        /**
         * Sets where the answer begins, when the last ids of the prompt were forced as if they had been drawn.
         *
         * @param index in [0, prompt size]
         * @return this
         */
        public Builder answerStart(int index) {
            answerStart = index;
            return this;
        }

        /**
         * Sets the processors.
         *
         * @param value the chain
         * @return this
         */
        public Builder chain(ProcessorChain value) {
            chain = value;
            return this;
        }

        /**
         * Sets the key of the draws.
         *
         * @param value in [0, 2^53)
         * @return this
         */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /**
         * Sets the index among several completions of one prompt.
         *
         * @param value ≥ 0
         * @return this
         */
        public Builder sample(int value) {
            sample = value;
            return this;
        }

        /**
         * Sets the most tokens to generate.
         *
         * @param value ≥ 1
         * @return this
         */
        public Builder maxTokens(int value) {
            maxTokens = value;
            return this;
        }

        /**
         * Sets the stop strings.
         *
         * @param value none empty
         * @return this
         */
        public Builder stopStrings(List<String> value) {
            stopStrings = value;
            return this;
        }

        /**
         * Sets the ids that end the completion.
         *
         * @param value token ids
         * @return this
         */
        public Builder endOfSequence(List<Integer> value) {
            endOfSequence = value;
            return this;
        }

        /**
         * Sets the time allowed.
         *
         * @param value longer than zero, or null
         * @return this
         */
        public Builder timeout(@Nullable Duration value) {
            timeout = value;
            return this;
        }

        /**
         * Has a constraint's certain bytes written as the tokenizer writes them, without a draw: other tokens than those drawn one
         * by one, so another text, from fewer runs of the model.
         *
         * @param value false by default
         * @return this
         */
        public Builder fastForward(boolean value) {
            fastForward = value;
            return this;
        }

        /**
         * Sets what traces hold.
         *
         * @param value the options, or null for no traces
         * @return this
         */
        public Builder trace(@Nullable TraceOptions value) {
            trace = value;
            return this;
        }

        /**
         * The request.
         *
         * @return the request
         * @throws InvalidValueException when a value is out of range
         */
        public GenerationRequest build() {
            return new GenerationRequest(
                    prompt,
                    answerStart,
                    chain,
                    seed,
                    sample,
                    maxTokens,
                    stopStrings,
                    endOfSequence,
                    timeout,
                    fastForward,
                    trace);
        }
    }
}
