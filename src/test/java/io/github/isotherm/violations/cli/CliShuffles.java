package io.github.isotherm.violations.cli;

import io.github.isotherm.Breaks;
import java.util.Collections;
import java.util.List;

@Breaks("onlySeedsAreRandom")
final class CliShuffles {
    private CliShuffles() {}

    static void shuffle(List<String> lines) {
        Collections.shuffle(lines);
    }
}
