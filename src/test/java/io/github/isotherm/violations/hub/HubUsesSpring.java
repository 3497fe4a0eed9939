package io.github.isotherm.violations.hub;

import io.github.isotherm.Breaks;
import org.springframework.context.ApplicationContext;

@Breaks("oneVendorHasOnePackage")
abstract class HubUsesSpring {
    abstract ApplicationContext used();
}
