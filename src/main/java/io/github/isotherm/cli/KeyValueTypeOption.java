package io.github.isotherm.cli;

import io.github.isotherm.EngineOptions;
import io.github.isotherm.error.Checks;
import io.github.isotherm.generate.KeyValueType;
import picocli.CommandLine.Option;

/** How many bits keys and values have while the model remembers them. */
final class KeyValueTypeOption {
    private static final String NAME = "--kv-type";

    @Option(
            names = NAME,
            paramLabel = "KIND",
            description =
                    "How keys and values are kept: file (default) as the graph has them, mostly in 32 bits; float16 in 16, which"
                            + " halves their memory and speeds up steps behind long texts, about 2e-6 nats away.")
    private String label = KeyValueType.FILE.label();

    /** With what the user named; what runs as it is has them as they are. */
    EngineOptions in(EngineOptions options) {
        KeyValueType wanted = KeyValueType.of(NAME, label);
        if (options.asIs() && wanted != KeyValueType.FILE) {
            throw Checks.invalid(NAME, wanted.label(), "file with --as-is, which runs the graph untouched");
        }
        return wanted == KeyValueType.FILE ? options : options.withKeyValues(wanted);
    }
}
