package io.github.isotherm.sampling;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The built-in processors: name, record, defaults of its parameters in order. */
final class BuiltInProcessors {
    /** Stands for a default where a value must be given. */
    private static final @Nullable Object REQUIRED = null;

    static final List<ProcessorType> ALL = List.of(
            ProcessorType.of("temperature", Temperature.class, 1),
            ProcessorType.of("dynamic_temperature", DynamicTemperature.class, 1, 0, 1),
            ProcessorType.of("top_k", TopK.class, 0, false, 1),
            ProcessorType.of("top_p", TopP.class, 1, false, 1),
            ProcessorType.of("min_p", MinP.class, 0, 1),
            ProcessorType.of("typical_p", TypicalP.class, 1, false, 1),
            ProcessorType.of("epsilon_cutoff", EpsilonCutoff.class, 0, 1),
            ProcessorType.of("eta_cutoff", EtaCutoff.class, 0, 1),
            ProcessorType.of("top_n_sigma", TopNSigma.class, 0),
            ProcessorType.of("top_h", TopH.class, 1, 100),
            ProcessorType.of("p_less", PLess.class),
            ProcessorType.of("xtc", Xtc.class, 0, 0.1, 1, List.of()),
            ProcessorType.of("dry", Dry.class, 0, 1.75, 2, -1, List.of()),
            ProcessorType.of("mirostat", Mirostat.class, 5, 0.1),
            ProcessorType.of("adaptive_p", AdaptiveP.class, -1, 0.9),
            ProcessorType.of("repetition_penalty", RepetitionPenalty.class, 1, -1, false),
            ProcessorType.of("frequency_penalty", FrequencyPenalty.class, 0, -1, true),
            ProcessorType.of("presence_penalty", PresencePenalty.class, 0, -1, true),
            ProcessorType.of("no_repeat_ngram", NoRepeatNgram.class, 0, List.of()),
            ProcessorType.of("logit_bias", LogitBias.class, Map.of()),
            ProcessorType.of("sequence_bias", SequenceBias.class, List.of()),
            ProcessorType.of("bad_words", BadWords.class, List.of()),
            ProcessorType.of("allowed_tokens", AllowedTokens.class, REQUIRED),
            ProcessorType.of("suppress_tokens", SuppressTokens.class, List.of()),
            ProcessorType.of("forced_first_token", ForcedFirstToken.class, REQUIRED),
            ProcessorType.of("forced_last_token", ForcedLastToken.class, REQUIRED, REQUIRED),
            ProcessorType.of("min_new_tokens", MinNewTokens.class, 0, List.of()),
            ProcessorType.of("min_length", MinLength.class, 0, List.of()),
            ProcessorType.of("exponential_decay_length", ExponentialDecayLength.class, REQUIRED, REQUIRED, List.of()),
            ProcessorType.of("guidance", Guidance.class, 1, List.of()),
            ProcessorType.of("repair", Repair.class));

    private BuiltInProcessors() {}

    static Optional<ProcessorType> typeOf(LogitsProcessor processor) {
        return ALL.stream().filter(type -> type.makes(processor)).findFirst();
    }

    static Optional<ProcessorType> named(String name) {
        return ALL.stream().filter(type -> type.name().equals(name)).findFirst();
    }
}
