package io.github.isotherm.violations.report;

import io.github.isotherm.Breaks;
import io.github.isotherm.wire.SavedModel;

@Breaks("layersLookDownOnly")
abstract class ReportUsesWire {
    abstract SavedModel used();
}
