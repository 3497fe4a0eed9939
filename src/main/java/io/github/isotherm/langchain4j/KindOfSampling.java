package io.github.isotherm.langchain4j;

import dev.langchain4j.model.chat.request.ChatRequestParameters;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import io.github.isotherm.sampling.processors.FrequencyPenalty;
import io.github.isotherm.sampling.processors.LogitBias;
import io.github.isotherm.sampling.processors.MinP;
import io.github.isotherm.sampling.processors.PresencePenalty;
import io.github.isotherm.sampling.processors.RepetitionPenalty;
import io.github.isotherm.sampling.processors.Temperature;
import io.github.isotherm.sampling.processors.TopK;
import io.github.isotherm.sampling.processors.TopP;
import io.github.isotherm.sampling.processors.TypicalP;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A sampling parameter that has a name of its own in requests: LangChain4j's common ones and four of ours. */
enum KindOfSampling {
    TEMPERATURE(ChatRequestParameters::temperature, Temperature::new, to -> to.temperature(null)),
    TOP_P(ChatRequestParameters::topP, TopP::new, to -> to.topP(null)),
    TOP_K(ChatRequestParameters::topK, TopK::new, to -> to.topK(null)),
    FREQUENCY_PENALTY(ChatRequestParameters::frequencyPenalty, FrequencyPenalty::new, to -> to.frequencyPenalty(null)),
    PRESENCE_PENALTY(ChatRequestParameters::presencePenalty, PresencePenalty::new, to -> to.presencePenalty(null)),
    MIN_P(own(IsothermChatRequestParameters::minP), MinP::new, to -> to.minP(null)),
    TYPICAL_P(own(IsothermChatRequestParameters::typicalP), p -> new TypicalP(p, false, 1), to -> to.typicalP(null)),
    REPETITION_PENALTY(
            own(IsothermChatRequestParameters::repetitionPenalty),
            RepetitionPenalty::new,
            to -> to.repetitionPenalty(null)),
    LOGIT_BIAS(own(IsothermChatRequestParameters::logitBias), LogitBias::new, to -> to.logitBias(null));

    @SuppressWarnings("ImmutableEnumChecker") // stateless functions
    private final Predicate<ChatRequestParameters> set;

    @SuppressWarnings("ImmutableEnumChecker")
    private final Function<ChatRequestParameters, @Nullable LogitsProcessor> processor;

    @SuppressWarnings("ImmutableEnumChecker")
    private final Consumer<IsothermChatRequestParameters.Builder> forget;

    <T> KindOfSampling(
            Function<ChatRequestParameters, @Nullable T> value,
            Function<T, LogitsProcessor> make,
            Consumer<IsothermChatRequestParameters.Builder> forget) {
        this.set = parameters -> value.apply(parameters) != null;
        this.processor = parameters -> {
            T given = value.apply(parameters);
            return given == null ? null : make.apply(given);
        };
        this.forget = forget;
    }

    private static <T> Function<ChatRequestParameters, @Nullable T> own(
            Function<IsothermChatRequestParameters, @Nullable T> value) {
        return parameters -> parameters instanceof IsothermChatRequestParameters ours ? value.apply(ours) : null;
    }

    /** The processor that a request asks for by the parameter of its own, or null. */
    @Nullable
    LogitsProcessor of(ChatRequestParameters parameters) {
        return processor.apply(parameters);
    }

    void forget(IsothermChatRequestParameters.Builder builder) {
        forget.accept(builder);
    }

    /** The kind's name in the catalog. */
    String processorName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Before parameters are merged: what they set in one of the two ways takes the place of the other. */
    static void forgetOverridden(IsothermChatRequestParameters.Builder earlier, ChatRequestParameters later) {
        SamplingSettings settings = later instanceof IsothermChatRequestParameters own ? own.sampling() : null;
        for (KindOfSampling kind : values()) {
            if (settings != null && settings.has(kind.processorName())) {
                kind.forget(earlier);
            }
            if (kind.set.test(later)) {
                earlier.forgetSetting(kind.processorName());
            }
        }
    }
}
