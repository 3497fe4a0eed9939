package io.github.isotherm.violations.next;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.isotherm.Breaks;

@Breaks("theCoreKnowsTheJdkOnly")
abstract class NextUsesJackson {
    abstract JsonNode used();
}
