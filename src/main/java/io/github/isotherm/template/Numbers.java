package io.github.isotherm.template;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Python's integers (Long where they fit, else BigInteger; Boolean counts too) and floats. */
final class Numbers {
    private Numbers() {}

    static boolean isInteger(Object value) {
        return value instanceof Long || value instanceof Boolean || value instanceof BigInteger;
    }

    static boolean isNumber(Object value) {
        return isInteger(value) || value instanceof Double;
    }

    /** The canonical form: Long if it fits. */
    static Object normal(BigInteger value) {
        return value.bitLength() < 64 ? (Object) value.longValue() : value;
    }

    /** True for Long and Boolean: integers that fit into a long. */
    static boolean isSmall(Object value) {
        return value instanceof Long || value instanceof Boolean;
    }

    static long small(Object value) {
        return value instanceof Boolean flag ? (flag ? 1 : 0) : (Long) value;
    }

    static BigInteger big(Object integer) {
        return integer instanceof BigInteger big ? big : BigInteger.valueOf(small(integer));
    }

    /** The integer, or the nearest end of the range of long. */
    static long clampedLong(Object integer) {
        if (integer instanceof BigInteger big) {
            return big.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return small(integer);
    }

    /** An integer argument that must fit into an int, as counts and widths do. */
    static int count(Object value, String what) {
        if (!isInteger(value)) {
            throw Failure.type("%s must be an integer, not %s", what, TypeName.of(value));
        }
        if (value instanceof BigInteger) {
            throw Failure.overflow("%s is too large", what);
        }
        return clampedInt(value, what);
    }

    /** An integer argument that Python cuts to the range of sizes, as slices and round do. */
    static int clampedInt(Object value, String what) {
        if (!isInteger(value)) {
            throw Failure.type("%s must be an integer, not %s", what, TypeName.of(value));
        }
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, clampedLong(value)));
    }

    static double toDouble(Object number) {
        if (number instanceof Double value) {
            return value;
        }
        double value = number instanceof BigInteger big ? big.doubleValue() : small(number);
        if (Double.isInfinite(value)) {
            throw Failure.overflow("int too large to convert to float");
        }
        return value;
    }

    /** Order of two numbers, exact between integers and floats; NaN must be handled before. */
    static int compare(Object left, Object right) {
        if (isSmall(left) && isSmall(right)) {
            return Long.compare(small(left), small(right));
        }
        if (left instanceof Double a && right instanceof Double b) {
            return a < b ? -1 : a > b ? 1 : 0;
        }
        if (isInteger(left) && isInteger(right)) {
            return big(left).compareTo(big(right));
        }
        if (left instanceof Double infinite && Double.isInfinite(infinite)) {
            return infinite > 0 ? 1 : -1;
        }
        if (right instanceof Double infinite && Double.isInfinite(infinite)) {
            return infinite > 0 ? -1 : 1;
        }
        if (left instanceof BigInteger huge && huge.bitLength() > Double.MAX_EXPONENT + 1) {
            return huge.signum();
        }
        if (right instanceof BigInteger huge && huge.bitLength() > Double.MAX_EXPONENT + 1) {
            return -huge.signum();
        }
        return decimal(left).compareTo(decimal(right));
    }

    static BigDecimal decimal(Object number) {
        return number instanceof Double value ? new BigDecimal(value) : new BigDecimal(big(number));
    }

    static boolean isNan(Object value) {
        return value instanceof Double number && Double.isNaN(number);
    }

    /** The integer part of a float, as {@code int(x)}. */
    static Object truncate(double value) {
        if (Double.isNaN(value)) {
            throw Failure.value("cannot convert float NaN to integer");
        }
        if (Double.isInfinite(value)) {
            throw Failure.overflow("cannot convert float infinity to integer");
        }
        return Math.abs(value) < 0x1p62 ? (Object) (long) value : normal(new BigDecimal(value).toBigInteger());
    }
}
