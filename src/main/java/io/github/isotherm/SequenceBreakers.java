package io.github.isotherm;

import io.github.isotherm.sampling.ChainStep;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.SequenceBreaker;
import io.github.isotherm.sampling.processors.Dry;
import java.util.List;
import java.util.stream.Stream;

/** Where the texts of the tokens are at hand, a dry without sequence breakers gets the usual ones. */
final class SequenceBreakers {
    private static final List<SequenceBreaker> USUAL =
            Stream.of("\n", ":", "\"", "*").map(SequenceBreaker::of).toList();

    private SequenceBreakers() {}

    static ProcessorChain completed(ProcessorChain chain) {
        if (chain.steps().stream().noneMatch(SequenceBreakers::lacksBreakers)) {
            return chain;
        }
        return ProcessorChain.ofSteps(chain.steps().stream()
                .map(step -> lacksBreakers(step) ? withBreakers(step) : step)
                .toList());
    }

    private static boolean lacksBreakers(ChainStep step) {
        return step.processor() instanceof Dry dry && dry.sequenceBreakers().isEmpty();
    }

    private static ChainStep withBreakers(ChainStep step) {
        Dry dry = (Dry) step.processor();
        return ChainStep.of(new Dry(dry.multiplier(), dry.base(), dry.allowedLength(), dry.lastN(), USUAL));
    }
}
