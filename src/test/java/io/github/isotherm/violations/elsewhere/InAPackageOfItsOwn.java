package io.github.isotherm.violations.elsewhere;

import io.github.isotherm.Breaks;

@Breaks("everyPackageHasItsLayer")
final class InAPackageOfItsOwn {}
