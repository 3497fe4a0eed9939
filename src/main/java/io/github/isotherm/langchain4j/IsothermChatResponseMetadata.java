package io.github.isotherm.langchain4j;

import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import io.github.isotherm.generate.ConstraintOutcome;
import io.github.isotherm.generate.DraftCount;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a local model tells beside an answer: with seed, chain and template time the answer can be had again. */
public class IsothermChatResponseMetadata extends ChatResponseMetadata {
    private final long seed;
    private final String chain;
    private final Duration timeToFirstToken;
    private final double tokensPerSecond;
    private final List<TokenLogprob> logprobs;
    private final @Nullable LocalDateTime templateTime;
    private final @Nullable ConstraintOutcome constraint;
    private final DraftCount drafts;

    /**
     * Metadata from a builder.
     *
     * @param builder filled in
     */
    protected IsothermChatResponseMetadata(Builder builder) {
        super(builder);
        seed = builder.seed;
        chain = builder.chain;
        timeToFirstToken = builder.timeToFirstToken;
        tokensPerSecond = builder.tokensPerSecond;
        logprobs = List.copyOf(builder.logprobs);
        templateTime = builder.templateTime;
        constraint = builder.constraint;
        drafts = builder.drafts;
    }

    /**
     * The seed, given or chosen.
     *
     * @return in [0, 2^53)
     */
    public long seed() {
        return seed;
    }

    /**
     * The chain, as text that can be parsed back.
     *
     * @return such as {@code temperature=0.7 > top-p=0.9}; empty for the model's own distribution
     */
    public String chain() {
        return chain;
    }

    /**
     * How long the first token took, prompt included.
     *
     * @return from the request to the first token
     */
    public Duration timeToFirstToken() {
        return timeToFirstToken;
    }

    /**
     * How fast the tokens after the first came.
     *
     * @return tokens per second, 0 for answers of less than two tokens
     */
    public double tokensPerSecond() {
        return tokensPerSecond;
    }

    /**
     * The probability of every token of the answer.
     *
     * @return one entry a token, when asked for; else empty
     */
    public List<TokenLogprob> logprobs() {
        return logprobs;
    }

    /**
     * The time that the chat template read, given or now.
     *
     * @return the time, or null where the template reads none
     */
    public @Nullable LocalDateTime templateTime() {
        return templateTime;
    }

    /**
     * What became of the constraint of the chain: whether the answer is whole, and what the constraint cost.
     *
     * @return the outcome, or null without a constraint
     */
    public @Nullable ConstraintOutcome constraint() {
        return constraint;
    }

    /**
     * What became of guesses of the answer's tokens, which change its speed and nothing else.
     *
     * @return how many were read and taken
     */
    public DraftCount drafts() {
        return drafts;
    }

    /**
     * Metadata to fill in.
     *
     * @return the builder
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Builder toBuilder() {
        Builder builder = new Builder();
        toBuilder(builder);
        return builder.seed(seed)
                .chain(chain)
                .timeToFirstToken(timeToFirstToken)
                .tokensPerSecond(tokensPerSecond)
                .logprobs(logprobs)
                .templateTime(templateTime)
                .constraint(constraint)
                .drafts(drafts);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other)
                && other instanceof IsothermChatResponseMetadata that
                && seed == that.seed
                && chain.equals(that.chain)
                && timeToFirstToken.equals(that.timeToFirstToken)
                && tokensPerSecond == that.tokensPerSecond
                && logprobs.equals(that.logprobs)
                && Objects.equals(templateTime, that.templateTime)
                && Objects.equals(constraint, that.constraint)
                && drafts.equals(that.drafts);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                super.hashCode(),
                seed,
                chain,
                timeToFirstToken,
                tokensPerSecond,
                logprobs,
                templateTime,
                constraint,
                drafts);
    }

    @Override
    public String toString() {
        return "IsothermChatResponseMetadata{" + super.toString() + ", seed=" + seed + ", chain=" + chain
                + ", timeToFirstToken=" + timeToFirstToken + ", tokensPerSecond=" + tokensPerSecond + ", logprobs="
                + logprobs + ", templateTime=" + templateTime + ", constraint=" + constraint + ", drafts=" + drafts
                + "}";
    }

    /** Builds metadata. */
    public static class Builder extends ChatResponseMetadata.Builder<Builder> {
        private long seed;
        private String chain = "";
        private Duration timeToFirstToken = Duration.ZERO;
        private double tokensPerSecond;
        private List<TokenLogprob> logprobs = List.of();
        private @Nullable LocalDateTime templateTime;
        private @Nullable ConstraintOutcome constraint;
        private DraftCount drafts = DraftCount.NONE;

        /** Metadata, nothing set. */
        public Builder() {}

        /**
         * Sets the seed.
         *
         * @param value in [0, 2^53)
         * @return this
         */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /**
         * Sets the chain's text.
         *
         * @param value the text
         * @return this
         */
        public Builder chain(String value) {
            chain = value;
            return this;
        }

        /**
         * Sets the time to the first token.
         *
         * @param value from the request to the first token
         * @return this
         */
        public Builder timeToFirstToken(Duration value) {
            timeToFirstToken = value;
            return this;
        }

        /**
         * Sets the speed.
         *
         * @param value tokens per second
         * @return this
         */
        public Builder tokensPerSecond(double value) {
            tokensPerSecond = value;
            return this;
        }

        /**
         * Sets the probabilities.
         *
         * @param value one entry a token
         * @return this
         */
        public Builder logprobs(List<TokenLogprob> value) {
            logprobs = value;
            return this;
        }

        /**
         * Sets the time that the chat template read.
         *
         * @param value the time, or null for none
         * @return this
         */
        public Builder templateTime(@Nullable LocalDateTime value) {
            templateTime = value;
            return this;
        }

        /**
         * Sets what became of the constraint.
         *
         * @param value the outcome, or null without a constraint
         * @return this
         */
        public Builder constraint(@Nullable ConstraintOutcome value) {
            constraint = value;
            return this;
        }

        /**
         * Sets what became of guesses of its tokens.
         *
         * @param value how many were read and taken
         * @return this
         */
        public Builder drafts(DraftCount value) {
            drafts = value;
            return this;
        }

        @Override
        public IsothermChatResponseMetadata build() {
            return new IsothermChatResponseMetadata(this);
        }
    }
}
