package io.github.isotherm.violations;

import io.github.isotherm.Breaks;
import io.github.isotherm.report.Report;

@Breaks("layersLookDownOnly")
abstract class RootUsesReport {
    abstract Report used();
}
