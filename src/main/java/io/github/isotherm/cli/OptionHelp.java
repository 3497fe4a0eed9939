package io.github.isotherm.cli;

import io.github.isotherm.sampling.catalog.Parameter;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import java.util.Arrays;
import java.util.Objects;
import picocli.CommandLine.Model.OptionSpec;

/** What the help says of an option: its description, with ranges from the catalog, and that a flag is off unless it is given. */
final class OptionHelp {
    /** Stands in a description for the numbers that a temperature may be. */
    static final String TEMPERATURES = "{temperatures}";

    /** Which seeds there are. */
    static final String SEEDS = "whole, from 0 to 2^53 - 1";

    private static final String OFF = " (default: off)";

    private OptionHelp() {}

    static String[] of(OptionSpec option) {
        String[] lines = Arrays.stream(option.description())
                .map(line -> line.contains(TEMPERATURES) ? line.replace(TEMPERATURES, temperatures()) : line)
                .toArray(String[]::new);
        if (isFlag(option)) {
            lines[lines.length - 1] = withoutStop(lines[lines.length - 1]) + OFF + ".";
        }
        return lines;
    }

    /** The options that show help and the version do something at once and are neither on nor off. */
    private static boolean isFlag(OptionSpec option) {
        boolean shows = option.usageHelp()
                || option.versionHelp()
                || option.longestName().equals(HelpLayout.SAMPLING_HELP);
        return option.arity().max() == 0 && !shows;
    }

    private static String withoutStop(String line) {
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }

    private static String temperatures() {
        Parameter t = ProcessorCatalog.standard()
                .type(SamplingOptions.TEMPERATURE)
                .orElseThrow()
                .parameters()
                .get(0);
        return Objects.requireNonNull(t.range()).toString();
    }
}
