package io.github.isotherm.violations.sampling;

import io.github.isotherm.Breaks;
import java.time.Instant;

@Breaks("theCoreIsGivenItsClock")
final class SamplingAsksForTheTime {
    private SamplingAsksForTheTime() {}

    static long now() {
        return Instant.now().toEpochMilli();
    }
}
