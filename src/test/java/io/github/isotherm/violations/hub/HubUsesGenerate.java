package io.github.isotherm.violations.hub;

import io.github.isotherm.Breaks;
import io.github.isotherm.generate.CausalModel;

@Breaks("layersLookDownOnly")
abstract class HubUsesGenerate {
    abstract CausalModel used();
}
