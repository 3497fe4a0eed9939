package io.github.isotherm.violations.bench;

import io.github.isotherm.Breaks;
import java.util.SplittableRandom;

@Breaks("onlySeedsAreRandom")
final class BenchWithoutASeed {
    private BenchWithoutASeed() {}

    static SplittableRandom random() {
        return new SplittableRandom();
    }
}
