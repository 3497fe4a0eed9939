package io.github.isotherm.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;

/** Filters that turn one value into another: defaults, conversions, rounding. */
final class ValueFilters {
    /** What a character of a number that is read takes. */
    private static final long NUMERAL = 20;

    private ValueFilters() {}

    static void addTo(Map<String, Callable> all) {
        all.put("default", ValueFilters::orDefault);
        all.put("d", ValueFilters::orDefault);
        all.put("attr", ValueFilters::attribute);
        all.put("abs", (r, a) -> absolute(r, a.positionalOnly("abs", 1, 1).at(0)));
        all.put("int", ValueFilters::integer);
        all.put("float", ValueFilters::floating);
        all.put("round", ValueFilters::round);
        all.put("length", ValueFilters::length);
        all.put("count", ValueFilters::length);
        all.put("filesizeformat", ValueFilters::fileSize);
        all.put("pprint", (r, a) -> PrettyPrint.format(a.bind("pprint", "value")[0], r));
        all.put("random", (r, a) -> {
            throw Failure.unsupported("the filter 'random'");
        });
    }

    private static Object length(Rendering rendering, Arguments arguments) {
        Object value = arguments.positionalOnly("len", 1, 1).at(0);
        if (ValueOrder.isText(value)) {
            rendering.scanned(Repr.str(value).length() >> 1);
        }
        long length = Truth.length(value);
        return length;
    }

    private static Object orDefault(Rendering rendering, Arguments arguments) {
        Object[] bound = arguments.bind("default", "value", "default_value?", "boolean?");
        boolean absent = bound[0] instanceof Undefined || (Filters.flag(bound[2]) && !Truth.of(bound[0]));
        return absent ? Filters.or(bound[1], "") : bound[0];
    }

    private static Object attribute(Rendering rendering, Arguments arguments) {
        Object[] bound = arguments.bind("attr", "obj", "name");
        return Attributes.ofOrElseUndefined(bound[0], StringMethods.text(bound[1], "attr"));
    }

    private static Object absolute(Rendering rendering, Object value) {
        rendering.digits(value);
        if (value instanceof Double number) {
            return Math.abs(number);
        }
        if (!Numbers.isInteger(value)) {
            throw Failure.type("bad operand type for abs(): '%s'", TypeName.of(value));
        }
        return Numbers.normal(Numbers.big(value).abs());
    }

    private static Object integer(Rendering rendering, Arguments arguments) {
        Object[] bound = arguments.bind("int", "value", "default?", "base?");
        Object value = bound[0];
        read(value, rendering);
        try {
            return plainInteger(value, Filters.or(bound[2], 10L));
        } catch (Failure failure) {
            requireKind(failure, Failure.Kind.TYPE, Failure.Kind.VALUE);
        }
        try {
            return Numbers.truncate(NumberParsing.toFloat(value));
        } catch (Failure failure) {
            requireKind(failure, Failure.Kind.TYPE, Failure.Kind.VALUE, Failure.Kind.OVERFLOW);
            return Filters.or(bound[1], 0L);
        }
    }

    private static void read(Object value, Rendering rendering) {
        rendering.charge(ValueOrder.isText(value) ? NUMERAL * Repr.str(value).length() : 0);
        rendering.digits(value);
    }

    private static Object plainInteger(Object value, Object base) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (ValueOrder.isText(value)) {
            return NumberParsing.integer(Repr.str(value), Numbers.count(base, "the base"));
        }
        if (value instanceof Double number) {
            return Numbers.truncate(number);
        }
        if (!Numbers.isInteger(value)) {
            throw Failure.type("int() argument must be a string or a number, not '%s'", TypeName.of(value));
        }
        return Arithmetic.plus(value);
    }

    private static Object floating(Rendering rendering, Arguments arguments) {
        Object[] bound = arguments.bind("float", "value", "default?");
        read(bound[0], rendering);
        try {
            return NumberParsing.toFloat(bound[0]);
        } catch (Failure failure) {
            requireKind(failure, Failure.Kind.TYPE, Failure.Kind.VALUE);
            return Filters.or(bound[1], 0.0);
        }
    }

    private static void requireKind(Failure failure, Failure.Kind... caught) {
        if (!List.of(caught).contains(failure.kind())) {
            throw failure;
        }
    }

    private static Object round(Rendering rendering, Arguments arguments) {
        Object[] bound = arguments.bind("round", "value", "precision?", "method?");
        Object method = Filters.or(bound[2], "common");
        Object precision = Filters.or(bound[1], 0L);
        rendering.charge(10 * Repr.cost(bound[0]));
        if (bound[0] instanceof BigInteger big) {
            rendering.multiplied(big.bitLength(), big.bitLength());
        }
        if (!List.of("common", "ceil", "floor").contains(method)) {
            throw Failure.of("method must be common, ceil or floor");
        }
        if (method.equals("common")) {
            return rounded(bound[0], precision);
        }
        Object scale = Arithmetic.apply("**", 10L, precision, rendering);
        Object scaled = Arithmetic.apply("*", bound[0], scale, rendering);
        return Arithmetic.apply("/", whole(scaled, method.equals("ceil")), scale, rendering);
    }

    private static Object whole(Object number, boolean up) {
        if (number instanceof Double value) {
            return Numbers.truncate(up ? Math.ceil(value) : Math.floor(value));
        }
        if (!Numbers.isInteger(number)) {
            throw Failure.type("must be real number, not %s", TypeName.of(number));
        }
        return number;
    }

    private static Object rounded(Object value, Object precision) {
        if (!Numbers.isNumber(value)) {
            throw Failure.type("type %s doesn't define __round__ method", TypeName.of(value));
        }
        boolean none = precision == None.NONE;
        int digits = none ? 0 : Numbers.clampedInt(precision, "the precision");
        if (!(value instanceof Double number)) {
            return roundedInteger(Numbers.big(value), digits);
        }
        if (none) {
            return Numbers.truncate(Math.rint(number));
        }
        if (Double.isNaN(number) || Double.isInfinite(number) || digits > 323) {
            return number;
        }
        return roundedFloat(number, digits);
    }

    private static Object roundedFloat(double number, int digits) {
        if (digits < -310) {
            return Math.copySign(0.0, number);
        }
        double rounded =
                new BigDecimal(number).setScale(digits, RoundingMode.HALF_EVEN).doubleValue();
        if (Double.isInfinite(rounded)) {
            throw Failure.overflow("rounded value too large to represent");
        }
        return Math.copySign(rounded, number);
    }

    private static Object roundedInteger(BigInteger value, int digits) {
        if (digits >= 0) {
            return Numbers.normal(value);
        }
        if (digits < -10_000) {
            return 0L;
        }
        return Numbers.normal(
                new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toBigInteger());
    }

    private static Object fileSize(Rendering rendering, Arguments arguments) {
        Object[] bound = arguments.bind("filesizeformat", "value", "binary?");
        read(bound[0], rendering);
        double bytes = NumberParsing.toFloat(bound[0]);
        boolean binary = Filters.flag(bound[1]);
        double base = binary ? 1024 : 1000;
        if (bytes == 1) {
            return "1 Byte";
        }
        if (bytes < base) {
            return Repr.str(Numbers.truncate(bytes)) + " Bytes";
        }
        double unit = base;
        String prefix = "";
        for (char letter : "kMGTPEZY".toCharArray()) {
            unit *= base;
            prefix = binary ? Character.toUpperCase(letter) + "iB" : letter + "B";
            if (bytes < unit) {
                break;
            }
        }
        return FormatSpec.format(base * bytes / unit, ".1f", rendering) + " " + prefix;
    }
}
