package io.github.isotherm.violations.sampling;

import io.github.isotherm.Breaks;
import java.util.function.DoubleSupplier;

@Breaks("onlySeedsAreRandom")
final class SamplingUsesMathRandom {
    private SamplingUsesMathRandom() {}

    static DoubleSupplier uniform() {
        return Math::random;
    }
}
