package io.github.isotherm.sampling.catalog;

import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.LogitsProcessorContract;
import io.github.isotherm.sampling.Samples;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The laws of {@link LogitsProcessorContract} for every built-in processor. */
@ParameterizedClass
@MethodSource("samples")
class BuiltInProcessorsContractTest extends LogitsProcessorContract {
    private final Samples.Sample sample;

    BuiltInProcessorsContractTest(Samples.Sample sample) {
        this.sample = sample;
    }

    static Stream<Samples.Sample> samples() {
        return Samples.ALL.stream();
    }

    @Override
    protected LogitsProcessor processor() {
        return sample.processor();
    }

    @Override
    protected Optional<LogitsProcessor> off() {
        return sample.off().isEmpty() ? Optional.empty() : Optional.of(Samples.processorOf(sample.off()));
    }

    @Override
    protected boolean ignoresShifts() {
        return sample.ignoresShifts();
    }

    @Override
    protected boolean takesAnything() {
        return sample.active().equals("repair");
    }
}
