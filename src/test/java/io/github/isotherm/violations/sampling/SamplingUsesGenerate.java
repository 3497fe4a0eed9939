package io.github.isotherm.violations.sampling;

import io.github.isotherm.Breaks;
import io.github.isotherm.generate.CausalModel;

@Breaks("layersLookDownOnly")
abstract class SamplingUsesGenerate {
    abstract CausalModel used();
}
