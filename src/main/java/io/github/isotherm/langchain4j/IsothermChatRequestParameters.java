package io.github.isotherm.langchain4j;

import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** LangChain4j's common parameters and those of a local model beside them. What is null is not set. */
public class IsothermChatRequestParameters extends DefaultChatRequestParameters {
    private final @Nullable Long seed;

    /**
     * Parameters from a builder.
     *
     * @param builder filled in
     */
    protected IsothermChatRequestParameters(Builder builder) {
        super(builder);
        seed = builder.seed;
    }

    /**
     * The key of the draws: the same request with the same seed gives the same text.
     *
     * @return in [0, 2^53), or null to have one chosen
     */
    public @Nullable Long seed() {
        return seed;
    }

    @Override
    public IsothermChatRequestParameters overrideWith(ChatRequestParameters that) {
        return builder().overrideWith(this).overrideWith(that).build();
    }

    @Override
    public IsothermChatRequestParameters defaultedBy(ChatRequestParameters that) {
        return builder().overrideWith(that).overrideWith(this).build();
    }

    /**
     * Parameters to fill in.
     *
     * @return the builder
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other)
                && other instanceof IsothermChatRequestParameters that
                && Objects.equals(seed, that.seed);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), seed);
    }

    @Override
    public String toString() {
        return "IsothermChatRequestParameters{" + super.toString() + ", seed=" + seed + "}";
    }

    /** Builds the parameters. */
    public static class Builder extends DefaultChatRequestParameters.Builder<Builder> {
        private @Nullable Long seed;

        /** Parameters, none set. */
        public Builder() {}

        /**
         * Sets the seed.
         *
         * @param value in [0, 2^53), or null
         * @return this
         */
        public Builder seed(@Nullable Long value) {
            seed = value;
            return this;
        }

        @Override
        public Builder overrideWith(ChatRequestParameters parameters) {
            super.overrideWith(parameters);
            if (parameters instanceof IsothermChatRequestParameters local && local.seed() != null) {
                seed = local.seed();
            }
            return this;
        }

        @Override
        public IsothermChatRequestParameters build() {
            return new IsothermChatRequestParameters(this);
        }
    }
}
