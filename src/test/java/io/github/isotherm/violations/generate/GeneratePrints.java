package io.github.isotherm.violations.generate;

import io.github.isotherm.Breaks;

@Breaks("onlyTheCommandLinePrints")
final class GeneratePrints {
    private GeneratePrints() {}

    static void tell(String text) {
        System.out.println(text);
    }
}
