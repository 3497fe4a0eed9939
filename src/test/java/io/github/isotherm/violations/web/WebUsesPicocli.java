package io.github.isotherm.violations.web;

import io.github.isotherm.Breaks;
import picocli.CommandLine;

@Breaks("oneVendorHasOnePackage")
abstract class WebUsesPicocli {
    abstract CommandLine used();
}
