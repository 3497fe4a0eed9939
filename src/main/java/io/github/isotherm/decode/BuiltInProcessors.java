package io.github.isotherm.decode;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The built-in processors: name, record, defaults of its parameters in order. */
final class BuiltInProcessors {
    static final List<ProcessorType> ALL = List.of(
            ProcessorType.of("temperature", Temperature.class, 1),
            ProcessorType.of("top_k", TopK.class, 0, false, 1),
            ProcessorType.of("top_p", TopP.class, 1, false, 1),
            ProcessorType.of("min_p", MinP.class, 0, 1),
            ProcessorType.of("repetition_penalty", RepetitionPenalty.class, 1, -1, false),
            ProcessorType.of("logit_bias", LogitBias.class, Map.of()));

    private BuiltInProcessors() {}

    static Optional<ProcessorType> typeOf(LogitsProcessor processor) {
        return ALL.stream().filter(type -> type.makes(processor)).findFirst();
    }

    static Optional<ProcessorType> named(String name) {
        return ALL.stream().filter(type -> type.name().equals(name)).findFirst();
    }
}
