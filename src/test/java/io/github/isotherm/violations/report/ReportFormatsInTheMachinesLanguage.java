package io.github.isotherm.violations.report;

import io.github.isotherm.Breaks;

@Breaks("nothingIsWrittenInTheLanguageOfTheMachine")
final class ReportFormatsInTheMachinesLanguage {
    private ReportFormatsInTheMachinesLanguage() {}

    static String half() {
        return String.format("%.1f", 0.5);
    }
}
