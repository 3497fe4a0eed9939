package io.github.isotherm.violations.web;

import io.github.isotherm.Breaks;
import org.jline.terminal.Terminal;

@Breaks("oneVendorHasOnePackage")
abstract class WebUsesJline {
    abstract Terminal used();
}
