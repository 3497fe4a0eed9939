package io.github.isotherm.violations.template;

import io.github.isotherm.Breaks;
import java.time.LocalDate;
import java.time.format.DateTimeFormatterBuilder;

@Breaks("nothingIsWrittenInTheLanguageOfTheMachine")
final class TemplateNamesDaysAsTheMachineDoes {
    private TemplateNamesDaysAsTheMachineDoes() {}

    static String day(LocalDate date) {
        return new DateTimeFormatterBuilder()
                .appendPattern("EEEE")
                .toFormatter()
                .format(date);
    }
}
