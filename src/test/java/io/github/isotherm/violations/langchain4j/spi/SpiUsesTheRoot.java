package io.github.isotherm.violations.langchain4j.spi;

import io.github.isotherm.Breaks;
import io.github.isotherm.LocalModel;

@Breaks("layersLookDownOnly")
abstract class SpiUsesTheRoot {
    abstract LocalModel used();
}
