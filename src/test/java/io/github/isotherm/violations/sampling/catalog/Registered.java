package io.github.isotherm.violations.sampling.catalog;

import io.github.isotherm.Breaks;
import io.github.isotherm.violations.sampling.processors.Processor;

@Breaks("packagesHaveNoCycles")
public abstract class Registered {
    abstract Processor processor();
}
