package io.github.isotherm.cli;

import picocli.CommandLine.Option;

/** Whether what a constraint leaves no choice about is written without a draw. */
final class FastForwardOption {
    @Option(
            names = "--fast-forward",
            description = {
                "With a constraint: writes what it leaves no choice about as the tokenizer would, without a draw.",
                "Fewer runs of the model, but other tokens and so another text; the same each time."
            })
    private boolean wanted;

    boolean isWanted() {
        return wanted;
    }
}
