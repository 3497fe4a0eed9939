package io.github.isotherm.report;

import java.util.Locale;

/** Numbers as tables show them, the same in every locale. */
final class NumberText {
    private NumberText() {}

    /** Six decimals; smaller probabilities in powers of ten rather than as 0.000000. */
    static String probability(double p) {
        return p > 0 && p < 1e-4 ? String.format(Locale.ROOT, "%.2e", p) : String.format(Locale.ROOT, "%.6f", p);
    }

    /** All its digits; infinities as in JSON. */
    static String full(double value) {
        return Double.isFinite(value)
                ? Double.toString(value)
                : Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
    }

    /** Four decimals. */
    static String four(double value) {
        return Double.isInfinite(value) ? full(value) : String.format(Locale.ROOT, "%.4f", value);
    }

    /** One decimal. */
    static String one(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** A number of candidates, which need not be whole. */
    static String amount(double effective) {
        return String.format(Locale.ROOT, effective < 1000 ? "%.2f" : "%,.0f", effective);
    }
}
