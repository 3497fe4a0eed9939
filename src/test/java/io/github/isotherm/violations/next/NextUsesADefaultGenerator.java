package io.github.isotherm.violations.next;

import io.github.isotherm.Breaks;
import java.util.random.RandomGenerator;

@Breaks("onlySeedsAreRandom")
final class NextUsesADefaultGenerator {
    private NextUsesADefaultGenerator() {}

    static int drawn() {
        return RandomGenerator.getDefault().nextInt();
    }
}
