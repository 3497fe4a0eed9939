package io.github.isotherm.violations.generate;

import io.github.isotherm.Breaks;
import org.slf4j.Logger;

@Breaks("theCoreKnowsTheJdkOnly")
abstract class GenerateLogs {
    abstract Logger used();
}
