package io.github.isotherm.violations.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.isotherm.Breaks;

@Breaks("jacksonIsNotInTheApi")
public abstract class GivesJacksonOut {
    /** A tree. */
    public abstract JsonNode tree();
}
