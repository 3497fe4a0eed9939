package io.github.isotherm.violations.cli;

import io.github.isotherm.Breaks;
import java.text.DecimalFormat;

@Breaks("nothingIsWrittenInTheLanguageOfTheMachine")
final class CliPrintsDecimalsOfTheMachine {
    private CliPrintsDecimalsOfTheMachine() {}

    static String half() {
        return new DecimalFormat("0.0").format(0.5);
    }
}
