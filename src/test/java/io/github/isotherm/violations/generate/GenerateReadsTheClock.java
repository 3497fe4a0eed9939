package io.github.isotherm.violations.generate;

import io.github.isotherm.Breaks;
import java.util.function.LongSupplier;

@Breaks("theCoreIsGivenItsClock")
final class GenerateReadsTheClock {
    private GenerateReadsTheClock() {}

    static LongSupplier clock() {
        return System::nanoTime;
    }
}
