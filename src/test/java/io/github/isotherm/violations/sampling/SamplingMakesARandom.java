package io.github.isotherm.violations.sampling;

import io.github.isotherm.Breaks;
import java.util.Random;

@Breaks("onlySeedsAreRandom")
final class SamplingMakesARandom {
    private SamplingMakesARandom() {}

    static int drawn() {
        return new Random().nextInt();
    }
}
