package io.github.isotherm.cli;

import io.github.isotherm.EngineOptions;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.generate.Activations;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What becomes of the numbers that a model's weights are multiplied with. */
final class ActivationsOption {
    private static final String NAME = "--activations";

    @Option(
            names = NAME,
            paramLabel = "KIND",
            description =
                    "What products with few-bit weights round: exact (default) makes up for it, so that probabilities hold on"
                            + " any processor; fast rounds to 8 bits as exported, so that a prompt takes half the time and a"
                            + " token about three quarters; float rounds nothing and takes many times longer.")
    private @Nullable String label;

    /** With what the user named; what runs as it is has it as it is. */
    EngineOptions in(EngineOptions options) {
        if (label == null) {
            return options;
        }
        Activations wanted = Activations.of(NAME, label);
        if (options.asIs() && wanted != Activations.FAST) {
            throw new InvalidValueException(
                    NAME + " " + label + " changes the graph, which --as-is runs untouched; leave one of them out.");
        }
        if (options.fastInt4() && wanted == Activations.FLOAT) {
            throw new InvalidValueException(
                    NAME + " float rounds nothing but --fast-int4 rounds to 8 bits; leave one of them out.");
        }
        return options.withActivations(wanted);
    }
}
