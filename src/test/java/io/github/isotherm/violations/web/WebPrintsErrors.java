package io.github.isotherm.violations.web;

import io.github.isotherm.Breaks;
import java.util.function.Consumer;

@Breaks("onlyTheCommandLinePrints")
final class WebPrintsErrors {
    private WebPrintsErrors() {}

    static Consumer<String> told() {
        return System.err::println;
    }
}
