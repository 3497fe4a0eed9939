package io.github.isotherm.violations.error;

import io.github.isotherm.Breaks;
import io.github.isotherm.next.PromptContext;

@Breaks("layersLookDownOnly")
abstract class ErrorUsesNext {
    abstract PromptContext used();
}
