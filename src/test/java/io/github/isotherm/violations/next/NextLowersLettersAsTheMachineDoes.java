package io.github.isotherm.violations.next;

import io.github.isotherm.Breaks;
import java.util.function.UnaryOperator;

@Breaks("nothingIsWrittenInTheLanguageOfTheMachine")
final class NextLowersLettersAsTheMachineDoes {
    private NextLowersLettersAsTheMachineDoes() {}

    static UnaryOperator<String> lower() {
        return String::toLowerCase;
    }
}
