package io.github.isotherm.violations.next;

import io.github.isotherm.Breaks;
import io.github.isotherm.compare.Comparison;

@Breaks("layersLookDownOnly")
abstract class NextUsesCompare {
    abstract Comparison used();
}
