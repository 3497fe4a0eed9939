package io.github.isotherm.sampling.catalog;

import io.github.isotherm.error.Checks;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.Guard;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.StepContext;

/** A processor of a stranger's, from outside the package of the built-in ones: one record and one row. */
public record HalfCut(double floor, int minKeep) implements LogitsProcessor {
    public static final ProcessorType TYPE = ProcessorType.of(
                    "half_cut", HalfCut.class, "Keeps tokens of at least the probability floor.")
            .takes("floor", 0, Range.between(0, 1))
            .takes("min_keep", 1, Range.whole(1))
            .off("0")
            .first("0.1")
            .configuredBy("half_cut_floor")
            .stands(Stage.TRUNCATE, 100, 0, 100);

    public HalfCut {
        Checks.between("half-cut", floor, 0, 1);
        Checks.atLeast("half-cut's min-keep", minKeep, 1);
    }

    @Override
    public void process(Candidates candidates, StepContext context) {
        Guard.retainProbable(candidates, floor, minKeep);
    }

    @Override
    public boolean isOff() {
        return floor == 0;
    }
}
