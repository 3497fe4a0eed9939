package io.github.isotherm.violations.report;

import io.github.isotherm.Breaks;
import org.assertj.core.api.SoftAssertions;

@Breaks("oneVendorHasOnePackage")
abstract class ReportUsesAnUnknownVendor {
    abstract SoftAssertions used();
}
