package io.github.isotherm.violations.serve;

import io.github.isotherm.Breaks;

@Breaks("onlyTheCommandLineExits")
final class ServeHalts {
    private ServeHalts() {}

    static void end() {
        Runtime.getRuntime().halt(1);
    }
}
