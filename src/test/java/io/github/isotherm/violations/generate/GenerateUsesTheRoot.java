package io.github.isotherm.violations.generate;

import io.github.isotherm.Breaks;
import io.github.isotherm.LocalModel;

@Breaks("layersLookDownOnly")
abstract class GenerateUsesTheRoot {
    abstract LocalModel used();
}
