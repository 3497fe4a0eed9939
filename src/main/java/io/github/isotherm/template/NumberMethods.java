package io.github.isotherm.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.function.ToIntFunction;

/** Attributes and methods of integers and floats. */
final class NumberMethods {
    private NumberMethods() {}

    static Object attribute(Object number, String name) {
        return number instanceof Double value ? ofFloat(value, name) : ofInteger(number, name);
    }

    private static Object ofInteger(Object integer, String name) {
        return switch (name) {
            case "real", "numerator" -> Arithmetic.plus(integer);
            case "imag" -> 0L;
            case "denominator" -> 1L;
            case "conjugate" -> method(name, Arithmetic.plus(integer));
            case "bit_length" -> counting(name, integer, BigInteger::bitLength);
            case "bit_count" -> counting(name, integer, BigInteger::bitCount);
            case "as_integer_ratio" -> method(name, Tuple.of(Arithmetic.plus(integer), 1L));
            case "to_bytes", "from_bytes" -> throw Failure.unsupported("the method '" + name + "'");
            default -> Missing.MISSING;
        };
    }

    private static Object counting(String name, Object integer, ToIntFunction<BigInteger> count) {
        return Builtin.function((rendering, arguments) -> {
            arguments.positionalOnly(name, 0, 0);
            rendering.digits(integer);
            return (long) count.applyAsInt(Numbers.big(integer).abs());
        });
    }

    private static Object ofFloat(double value, String name) {
        return switch (name) {
            case "real" -> value;
            case "imag" -> 0.0;
            case "conjugate" -> method(name, value);
            case "is_integer" -> method(name, value == Math.rint(value) && !Double.isInfinite(value));
            case "as_integer_ratio" -> Builtin.function((r, a) -> ratio(value, a, r));
            case "hex", "fromhex" -> throw Failure.unsupported("the method '" + name + "'");
            default -> Missing.MISSING;
        };
    }

    private static Object method(String name, Object result) {
        return Builtin.function((rendering, arguments) -> {
            arguments.positionalOnly(name, 0, 0);
            return result;
        });
    }

    private static Object ratio(double value, Arguments arguments, Rendering rendering) {
        rendering.charge(10 * Repr.cost(value));
        arguments.positionalOnly("as_integer_ratio", 0, 0);
        Numbers.truncate(value);
        BigDecimal exact = new BigDecimal(value);
        BigInteger denominator = BigInteger.TEN.pow(Math.max(0, exact.scale()));
        BigInteger numerator = exact.multiply(new BigDecimal(denominator)).toBigIntegerExact();
        BigInteger common = numerator.gcd(denominator).max(BigInteger.ONE);
        return Tuple.of(Numbers.normal(numerator.divide(common)), Numbers.normal(denominator.divide(common)));
    }
}
