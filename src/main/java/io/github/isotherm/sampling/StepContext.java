package io.github.isotherm.sampling;

import io.github.isotherm.math.KeyedUniform;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a processor may know beside the candidates: history is an argument, not state. One instance serves a row; its
 * {@link #step()} and {@link #generated()} move on.
 */
public final class StepContext {
    private final TokenSequence prompt;
    private final TokenSequence generated;
    private final TokenSequence endOfSequence;
    private final @Nullable Vocabulary vocabulary;
    private final long seed;
    private final int sample;
    private final int answerStart;
    private final int mostTokens;
    private int stream;

    private StepContext(Builder builder) {
        prompt = builder.prompt;
        generated = builder.generated;
        endOfSequence = builder.endOfSequence;
        vocabulary = builder.vocabulary;
        seed = builder.seed;
        sample = builder.sample;
        answerStart = builder.answerStart < 0 ? prompt.size() : builder.answerStart;
        mostTokens = builder.mostTokens;
    }

    /**
     * A context to fill in; everything is empty or 0 until set.
     *
     * @return the builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The prompt's ids.
     *
     * @return a read-only view
     */
    public TokenSequence prompt() {
        return prompt;
    }

    /**
     * The ids generated so far.
     *
     * @return a read-only view that grows with the generation
     */
    public TokenSequence generated() {
        return generated;
    }

    /**
     * Prompt and generated ids as one history.
     *
     * @return how many there are
     */
    public int historySize() {
        return prompt.size() + generated.size();
    }

    /**
     * One id of the history.
     *
     * @param index 0 is the first of the prompt
     * @return the token id
     */
    public int history(int index) {
        int promptSize = prompt.size();
        return index < promptSize ? prompt.get(index) : generated.get(index - promptSize);
    }

    /**
     * Whether the history ends with the beginning of a sequence; it always ends with none of it.
     *
     * @param sequence token ids
     * @param count how many of them, from the first
     * @return true when it does
     */
    public boolean endsWith(List<Integer> sequence, int count) {
        int from = historySize() - count;
        if (from < 0) {
            return false;
        }
        for (int n = 0; n < count; n++) {
            if (history(from + n) != sequence.get(n)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The index of the token to be drawn, in its completion.
     *
     * @return the step, from 0
     */
    public int step() {
        return generated.size();
    }

    /**
     * The index of the sample, when one prompt is completed several times.
     *
     * @return the sample, from 0
     */
    public int sample() {
        return sample;
    }

    /**
     * Where the answer begins in the history: behind the prompt, or before the ids at its end that were forced as if they
     * had been drawn.
     *
     * @return an index of the history, in [0, prompt size]
     */
    public int answerStart() {
        return answerStart;
    }

    /**
     * How many tokens may still be drawn, the one of this step included.
     *
     * @return tokens; {@link Integer#MAX_VALUE} where there is no end to them
     */
    public int tokensLeft() {
        return mostTokens == Integer.MAX_VALUE ? mostTokens : mostTokens - generated.size();
    }

    /**
     * The ids that end a sequence.
     *
     * @return a read-only view, in no particular order
     */
    public TokenSequence endOfSequence() {
        return endOfSequence;
    }

    /**
     * The texts of the ids, where a tokenizer is at hand.
     *
     * @return the vocabulary, or null when only ids are known
     */
    public @Nullable Vocabulary vocabulary() {
        return vocabulary;
    }

    /**
     * A uniform of the asking processor's own: the same for the same seed, sample, step and place in the chain, and
     * independent of the one that draws the token.
     *
     * @return a number in [0, 1), a multiple of 2^-53
     */
    public double uniform() {
        return KeyedUniform.at(seed, sample, step(), stream);
    }

    /** Tells whose turn it is: the place in the chain, from 1, names a processor's stream. */
    void turnOf(int place) {
        stream = place;
    }

    /** Builds a context. */
    public static final class Builder {
        private TokenSequence prompt = TokenSequence.of();
        private TokenSequence generated = TokenSequence.of();
        private TokenSequence endOfSequence = TokenSequence.of();
        private @Nullable Vocabulary vocabulary;
        private long seed;
        private int sample;
        private int answerStart = -1;
        private int mostTokens = Integer.MAX_VALUE;

        private Builder() {}

        /**
         * Sets the prompt.
         *
         * @param ids the prompt's ids
         * @return this
         */
        public Builder prompt(TokenSequence ids) {
            prompt = ids;
            return this;
        }

        /**
         * Sets the generated ids.
         *
         * @param ids a view; the context follows it as it grows
         * @return this
         */
        public Builder generated(TokenSequence ids) {
            generated = ids;
            return this;
        }

        /**
         * Sets where the answer begins; without it, behind the prompt.
         *
         * @param index of the prompt, in [0, its size]
         * @return this
         */
        public Builder answerStart(int index) {
            answerStart = index;
            return this;
        }

        /**
         * Sets how many tokens the completion may have; without it there is no end to them.
         *
         * @param count tokens, ≥ 1
         * @return this
         */
        public Builder mostTokens(int count) {
            mostTokens = count;
            return this;
        }

        /**
         * Sets the ids that end a sequence.
         *
         * @param ids the ids; one that comes twice counts once
         * @return this
         */
        public Builder endOfSequence(int... ids) {
            endOfSequence = TokenSequence.of(IntStream.of(ids).distinct().toArray());
            return this;
        }

        /**
         * Sets the vocabulary.
         *
         * @param texts the texts of the ids, or null
         * @return this
         */
        public Builder vocabulary(@Nullable Vocabulary texts) {
            vocabulary = texts;
            return this;
        }

        /**
         * Sets the key of every uniform.
         *
         * @param value the seed
         * @param sampleIndex the sample
         * @return this
         */
        public Builder seed(long value, int sampleIndex) {
            seed = value;
            sample = sampleIndex;
            return this;
        }

        /**
         * The context.
         *
         * @return the context
         */
        public StepContext build() {
            return new StepContext(this);
        }
    }
}
