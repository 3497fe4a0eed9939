package io.github.isotherm.violations.generate;

import io.github.isotherm.Breaks;

@Breaks("onlyTheCommandLineExits")
final class GenerateExits {
    private GenerateExits() {}

    static void end() {
        System.exit(1);
    }
}
