package io.github.isotherm.violations.sampling;

import io.github.isotherm.Breaks;

@Breaks("onlyTheCommandLinePrints")
final class SamplingPrintsStackTraces {
    private SamplingPrintsStackTraces() {}

    static void tell(Exception e) {
        e.printStackTrace();
    }
}
