package io.github.isotherm.violations.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.isotherm.Breaks;

@Breaks("oneVendorHasOnePackage")
abstract class WebUsesJackson {
    abstract JsonNode used();
}
