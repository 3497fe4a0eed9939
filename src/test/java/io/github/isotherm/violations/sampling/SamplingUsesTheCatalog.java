package io.github.isotherm.violations.sampling;

import io.github.isotherm.Breaks;
import io.github.isotherm.violations.sampling.catalog.Registered;

@Breaks("layersLookDownOnly")
abstract class SamplingUsesTheCatalog {
    abstract Registered used();
}
