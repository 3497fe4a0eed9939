package io.github.isotherm;

import io.github.isotherm.generate.TextCodec;
import io.github.isotherm.sampling.ChainStep;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.processors.Dry;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Where a tokenizer is at hand, a dry without sequence breakers gets the usual ones. */
final class SequenceBreakers {
    private static final List<String> USUAL = List.of("\n", ":", "\"", "*");

    private SequenceBreakers() {}

    static ProcessorChain completed(ProcessorChain chain, TextCodec codec) {
        if (chain.steps().stream().noneMatch(SequenceBreakers::lacksBreakers)) {
            return chain;
        }
        return ProcessorChain.ofSteps(chain.steps().stream()
                .map(step -> lacksBreakers(step) ? withBreakers(step, codec) : step)
                .toList());
    }

    private static boolean lacksBreakers(ChainStep step) {
        return step.processor() instanceof Dry dry && dry.sequenceBreakers().isEmpty();
    }

    private static ChainStep withBreakers(ChainStep step, TextCodec codec) {
        Dry dry = (Dry) step.processor();
        List<List<Integer>> breakers = Stream.of(USUAL.toArray(String[]::new))
                .map(text -> Arrays.stream(codec.encode(text)).boxed().toList())
                .toList();
        return ChainStep.of(new Dry(dry.multiplier(), dry.base(), dry.allowedLength(), dry.lastN(), breakers));
    }
}
