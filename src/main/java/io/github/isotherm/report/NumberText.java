package io.github.isotherm.report;

import java.util.Locale;

/** Numbers as tables show them, the same in every locale. */
final class NumberText {
    private NumberText() {}

    /** Six decimals; smaller probabilities in powers of ten rather than as 0.000000. */
    static String probability(double p) {
        return p > 0 && p < 1e-4 ? String.format(Locale.ROOT, "%.2e", p) : String.format(Locale.ROOT, "%.6f", p);
    }

    /** Four decimals. */
    static String four(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    /** A number of candidates, which need not be whole. */
    static String amount(double effective) {
        return String.format(Locale.ROOT, effective < 1000 ? "%.2f" : "%,.0f", effective);
    }
}
