package io.github.isotherm.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/** True division of integers, correctly rounded as CPython's {@code long_true_divide}. */
final class Ratio {
    private Ratio() {}

    static double quotient(BigInteger left, BigInteger right) {
        if (left.bitLength() < 53 && right.bitLength() < 53) {
            return (double) left.longValue() / (double) right.longValue();
        }
        double value = sticky(left, right);
        if (Double.isInfinite(value)) {
            throw Failure.overflow("integer division result too large for a float");
        }
        return value;
    }

    /** Forty truncated digits and, where there is a rest, one more digit that keeps them from looking exact. */
    private static double sticky(BigInteger left, BigInteger right) {
        MathContext digits = new MathContext(40, RoundingMode.DOWN);
        BigDecimal numerator = new BigDecimal(left);
        BigDecimal denominator = new BigDecimal(right);
        BigDecimal truncated = numerator.divide(denominator, digits);
        if (truncated.multiply(denominator).compareTo(numerator) == 0) {
            return truncated.doubleValue();
        }
        BigDecimal nudge = BigDecimal.valueOf((long) numerator.signum() * denominator.signum())
                .scaleByPowerOfTen(truncated.precision() - truncated.scale() - 45);
        return truncated.add(nudge).doubleValue();
    }
}
