package io.github.isotherm.report;

import java.util.Locale;

/**
 * An axis from 0 over the values, with few round marks.
 *
 * @param step from mark to mark: 1, 2 or 5 times a power of ten
 * @param marks how many steps it has
 * @param decimals that tell the marks apart
 */
record AxisScale(double step, int marks, int decimals) {
    private static final int[] ROUND = {1, 2, 5};

    /** With at most so many steps; from 0 to 1 where nothing is above 0. */
    static AxisScale of(double most, int atMost) {
        double highest = most > 0 ? most : 1;
        int power = (int) Math.floor(Math.log10(highest / atMost));
        while (true) {
            for (int round : ROUND) {
                double step = power < 0 ? round / Math.pow(10, -power) : round * Math.pow(10, power);
                int marks = (int) Math.ceil(highest / step - 1e-9);
                if (marks <= atMost) {
                    return new AxisScale(step, marks, Math.max(0, -power));
                }
            }
            power++;
        }
    }

    /** Where it ends. */
    double end() {
        return at(marks);
    }

    /** The value at a mark. */
    double at(int mark) {
        return mark * step;
    }

    /** What stands at a mark. */
    String label(int mark) {
        return String.format(Locale.ROOT, "%." + decimals + "f", at(mark));
    }
}
