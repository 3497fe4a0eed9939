package io.github.isotherm.violations.math;

import io.github.isotherm.Breaks;

@Breaks("everyPackageIsNullMarked")
final class NotNullMarked {}
