package io.github.isotherm.violations.template;

import io.github.isotherm.Breaks;
import io.github.isotherm.error.Checks;

@Breaks("layersLookDownOnly")
abstract class TemplateUsesError {
    abstract Checks used();
}
