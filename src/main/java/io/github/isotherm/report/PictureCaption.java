package io.github.isotherm.report;

import io.github.isotherm.next.NextTokens.Distribution;
import java.time.LocalDate;
import java.util.List;

/** What every picture says under its title: of which model it is, and of which day. */
final class PictureCaption {
    private PictureCaption() {}

    /** Of distributions, which no seed changes. */
    static String ofDistributions(String model, List<Distribution> distributions, LocalDate date) {
        return model + ", " + date + ". Next token, exact, at " + DistributionPanels.temperatures(distributions) + ".";
    }

    /** Of completions, which a seed makes. */
    static String ofCompletions(String model, long seed, LocalDate date) {
        return model + ", seed " + seed + ", " + date;
    }
}
