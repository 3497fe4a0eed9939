package io.github.isotherm.violations.generate;

import io.github.isotherm.Breaks;
import java.util.concurrent.ThreadLocalRandom;

@Breaks("onlySeedsAreRandom")
final class GenerateUsesThreadLocalRandom {
    private GenerateUsesThreadLocalRandom() {}

    static int drawn() {
        return ThreadLocalRandom.current().nextInt();
    }
}
