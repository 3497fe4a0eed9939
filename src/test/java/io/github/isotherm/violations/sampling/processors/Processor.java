package io.github.isotherm.violations.sampling.processors;

import io.github.isotherm.Breaks;
import io.github.isotherm.violations.sampling.catalog.Registered;

@Breaks("packagesHaveNoCycles")
public abstract class Processor {
    abstract Registered row();
}
