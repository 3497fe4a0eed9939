package io.github.isotherm.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Python's arithmetic operators, with their meanings for strings, lists and tuples. */
final class Arithmetic {
    /** Beyond so many bits a power is refused; its text would be refused long before. */
    private static final long LARGEST_POWER_BITS = 1L << 20;

    private Arithmetic() {}

    static Object apply(String operator, Object left, Object right, Rendering rendering) {
        return switch (operator) {
            case "+" -> add(left, right, rendering);
            case "-" -> subtract(left, right, rendering);
            case "*" -> multiply(left, right, rendering);
            case "/" -> divide(left, right, rendering);
            case "//" -> floorDivide(left, right, rendering);
            case "%" -> modulo(left, right, rendering);
            default -> power(left, right, rendering);
        };
    }

    static Object add(Object left, Object right, Rendering rendering) {
        if (Numbers.isNumber(left) && Numbers.isNumber(right)) {
            read(left, right, rendering);
            return addNumbers(left, right);
        }
        if (left instanceof String a && right instanceof String b) {
            rendering.produced((long) a.length() + b.length());
            return a.concat(b);
        }
        if (ValueOrder.isText(left) && ValueOrder.isText(right)) {
            SafeText a = SafeText.escape(left, rendering);
            SafeText b = SafeText.escape(right, rendering);
            return new SafeText(rendering.produced(a.text() + b.text()));
        }
        if (left instanceof List<?> a && right instanceof List<?> b) {
            return concatenated(a, b, rendering);
        }
        if (left instanceof Tuple a && right instanceof Tuple b) {
            return new Tuple(concatenated(a.items(), b.items(), rendering));
        }
        throw unsupported("+", left, right);
    }

    private static List<Object> concatenated(List<?> left, List<?> right, Rendering rendering) {
        rendering.listed((long) left.size() + right.size());
        List<Object> all = new ArrayList<>(left.size() + right.size());
        all.addAll(left);
        all.addAll(right);
        return all;
    }

    private static Object addNumbers(Object left, Object right) {
        if (Numbers.isSmall(left) && Numbers.isSmall(right)) {
            long a = Numbers.small(left);
            long b = Numbers.small(right);
            long sum = a + b;
            return ((a ^ sum) & (b ^ sum)) < 0 ? (Object) Numbers.big(left).add(Numbers.big(right)) : sum;
        }
        if (Numbers.isInteger(left) && Numbers.isInteger(right)) {
            return Numbers.normal(Numbers.big(left).add(Numbers.big(right)));
        }
        return Numbers.toDouble(left) + Numbers.toDouble(right);
    }

    private static Object subtract(Object left, Object right, Rendering rendering) {
        read(left, right, rendering);
        requireNumbers("-", left, right);
        if (Numbers.isInteger(left) && Numbers.isInteger(right)) {
            return Numbers.normal(Numbers.big(left).subtract(Numbers.big(right)));
        }
        return Numbers.toDouble(left) - Numbers.toDouble(right);
    }

    private static Object multiply(Object left, Object right, Rendering rendering) {
        if (Numbers.isInteger(left) && !Numbers.isNumber(right)) {
            return repeat(right, left, left, right, rendering);
        }
        if (Numbers.isInteger(right) && !Numbers.isNumber(left)) {
            return repeat(left, right, left, right, rendering);
        }
        requireNumbers("*", left, right);
        if (Numbers.isInteger(left) && Numbers.isInteger(right)) {
            BigInteger a = Numbers.big(left);
            BigInteger b = Numbers.big(right);
            requireBits((long) a.bitLength() + b.bitLength());
            rendering.multiplied(a.bitLength(), b.bitLength());
            return Numbers.normal(a.multiply(b));
        }
        return Numbers.toDouble(left) * Numbers.toDouble(right);
    }

    private static Object repeat(Object sequence, Object times, Object left, Object right, Rendering rendering) {
        long count = Math.max(0, Numbers.clampedLong(times));
        if (ValueOrder.isText(sequence)) {
            String text = Repr.str(sequence);
            rendering.produced(saturated(text.length(), count));
            String repeated = text.isEmpty() ? "" : text.repeat((int) count);
            return sequence instanceof SafeText ? new SafeText(repeated) : repeated;
        }
        if (sequence instanceof List<?> list) {
            return repeated(list, count, rendering);
        }
        if (sequence instanceof Tuple tuple) {
            return new Tuple(repeated(tuple.items(), count, rendering));
        }
        throw unsupported("*", left, right);
    }

    private static List<Object> repeated(List<?> items, long count, Rendering rendering) {
        long size = saturated(items.size(), count);
        rendering.listed(size);
        rendering.charge(items.isEmpty() ? 0 : 2 * count);
        List<Object> all = new ArrayList<>((int) size);
        for (long i = 0; i < count && !items.isEmpty(); i++) {
            all.addAll(items);
        }
        return all;
    }

    private static long saturated(long length, long count) {
        return length != 0 && count > Integer.MAX_VALUE ? Long.MAX_VALUE / 4 : length * count;
    }

    private static Object divide(Object left, Object right, Rendering rendering) {
        requireNumbers("/", left, right);
        divided(left, right, rendering);
        if (isZero(right)) {
            throw Failure.of("division by zero");
        }
        if (Numbers.isInteger(left) && Numbers.isInteger(right)) {
            return Ratio.quotient(Numbers.big(left), Numbers.big(right));
        }
        return Numbers.toDouble(left) / Numbers.toDouble(right);
    }

    static Object floorDivide(Object left, Object right, Rendering rendering) {
        requireNumbers("//", left, right);
        divided(left, right, rendering);
        if (isZero(right)) {
            throw Failure.of("integer division or modulo by zero");
        }
        if (Numbers.isInteger(left) && Numbers.isInteger(right)) {
            BigInteger[] parts = Numbers.big(left).divideAndRemainder(Numbers.big(right));
            boolean down = parts[1].signum() != 0
                    && parts[1].signum() != Numbers.big(right).signum();
            return Numbers.normal(down ? parts[0].subtract(BigInteger.ONE) : parts[0]);
        }
        return floorDivide(Numbers.toDouble(left), Numbers.toDouble(right));
    }

    /** CPython's float_floor_div. */
    private static double floorDivide(double left, double right) {
        double remainder = left % right;
        double quotient = (left - remainder) / right;
        if (remainder != 0 && (right < 0) != (remainder < 0)) {
            quotient -= 1;
        }
        if (quotient == 0) {
            return Math.copySign(0.0, left / right);
        }
        double floor = Math.floor(quotient);
        return quotient - floor > 0.5 ? floor + 1 : floor;
    }

    static Object modulo(Object left, Object right, Rendering rendering) {
        if (ValueOrder.isText(left)) {
            return PercentFormat.format(plainFormat(left), right, rendering);
        }
        requireNumbers("%", left, right);
        divided(left, right, rendering);
        if (isZero(right)) {
            throw Failure.of("integer division or modulo by zero");
        }
        if (Numbers.isInteger(left) && Numbers.isInteger(right)) {
            BigInteger divisor = Numbers.big(right);
            BigInteger remainder = Numbers.big(left).remainder(divisor);
            boolean wrong = remainder.signum() != 0 && remainder.signum() != divisor.signum();
            return Numbers.normal(wrong ? remainder.add(divisor) : remainder);
        }
        double divisor = Numbers.toDouble(right);
        double remainder = Numbers.toDouble(left) % divisor;
        if (remainder == 0) {
            return Math.copySign(0.0, divisor);
        }
        return (divisor < 0) != (remainder < 0) ? remainder + divisor : remainder;
    }

    /** The format of a string operation, which with text marked safe would escape its values. */
    static String plainFormat(Object format) {
        if (format instanceof SafeText) {
            throw Failure.unsupported("formatting with text marked safe");
        }
        return Repr.str(format);
    }

    private static Object power(Object left, Object right, Rendering rendering) {
        requireNumbers("**", left, right);
        if (Numbers.isInteger(left)
                && Numbers.isInteger(right)
                && Numbers.big(right).signum() >= 0) {
            return integerPower(Numbers.big(left), Numbers.big(right), rendering);
        }
        return floatPower(Numbers.toDouble(left), Numbers.toDouble(right));
    }

    private static Object integerPower(BigInteger base, BigInteger exponent, Rendering rendering) {
        if (base.bitLength() <= 1 && base.abs().compareTo(BigInteger.ONE) <= 0) {
            boolean negative = base.signum() < 0 && exponent.testBit(0);
            return base.signum() == 0 ? (exponent.signum() == 0 ? 1L : 0L) : negative ? -1L : 1L;
        }
        if (exponent.bitLength() > 31) {
            requireBits(Long.MAX_VALUE);
        }
        long bits = (long) base.bitLength() * exponent.intValue();
        requireBits((long) (base.bitLength() - 1) * exponent.intValue());
        rendering.multiplied(bits, bits);
        return Numbers.normal(base.pow(exponent.intValue()));
    }

    private static Object floatPower(double base, double exponent) {
        if (base == 0 && exponent < 0) {
            throw Failure.of("0.0 cannot be raised to a negative power");
        }
        if (base < 0 && !Double.isInfinite(base) && !Double.isInfinite(exponent) && exponent != Math.rint(exponent)) {
            throw Failure.unsupported("a complex number (a negative number to a fractional power)");
        }
        if (base == 1 || exponent == 0 || (base == -1 && Double.isInfinite(exponent))) {
            return 1.0;
        }
        double power = Math.pow(base, exponent);
        if (Double.isInfinite(power) && !Double.isInfinite(base) && !Double.isInfinite(exponent)) {
            throw Failure.overflow("numerical result out of range");
        }
        return power;
    }

    private static void read(Object left, Object right, Rendering rendering) {
        rendering.digits(left);
        rendering.digits(right);
    }

    /** Division goes through the digits of both together, and so does turning one into a float. */
    private static void divided(Object left, Object right, Rendering rendering) {
        if (left instanceof BigInteger || right instanceof BigInteger) {
            long bits = bits(left) + bits(right);
            rendering.multiplied(bits, bits);
        }
    }

    private static long bits(Object number) {
        return Numbers.isInteger(number) ? Numbers.big(number).bitLength() : Double.MAX_EXPONENT;
    }

    static void requireBits(long bits) {
        if (bits > LARGEST_POWER_BITS) {
            throw Failure.of("the template makes an integer of more than %d bits", LARGEST_POWER_BITS);
        }
    }

    static boolean isZero(Object number) {
        return number instanceof Double value ? value == 0 : Numbers.isSmall(number) && Numbers.small(number) == 0;
    }

    static Object negate(Object value, Rendering rendering) {
        requireNumber("-", value);
        rendering.digits(value);
        return value instanceof Double number
                ? (Object) (-number)
                : Numbers.normal(Numbers.big(value).negate());
    }

    static Object plus(Object value) {
        requireNumber("+", value);
        return value instanceof Boolean ? (Object) Numbers.small(value) : value;
    }

    private static void requireNumber(String operator, Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (!Numbers.isNumber(value)) {
            throw Failure.type("bad operand type for unary %s: '%s'", operator, TypeName.of(value));
        }
    }

    private static void requireNumbers(String operator, Object left, Object right) {
        if (!Numbers.isNumber(left) || !Numbers.isNumber(right)) {
            throw unsupported(operator, left, right);
        }
    }

    private static Failure unsupported(String operator, Object left, Object right) {
        if (left instanceof Undefined undefined) {
            return undefined.failure();
        }
        if (right instanceof Undefined undefined) {
            return undefined.failure();
        }
        return Failure.type(
                "unsupported operand type(s) for %s: '%s' and '%s'", operator, TypeName.of(left), TypeName.of(right));
    }
}
