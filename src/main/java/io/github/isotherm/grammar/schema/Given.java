package io.github.isotherm.grammar.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** What keywords are given. */
final class Given {
    private static final int MOST_DIGITS = 400;
    private static final int MOST_SHOWN = 60;
    private static final int MOST_ASKED = 32_768;

    private Given() {}

    /** For a sentence. */
    static String shown(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
    }

    /** A number's exact value. */
    static BigDecimal number(Subschema schema, String keyword, @Nullable Object value) {
        BigDecimal number = decimal(value);
        if (number == null) {
            throw schema.refused(keyword, "is no number; write one");
        }
        if (Math.abs((long) number.scale()) + number.precision() > MOST_DIGITS) {
            throw schema.refused(keyword, "has more than " + MOST_DIGITS + " digits; write fewer");
        }
        return number;
    }

    static @Nullable BigDecimal decimal(@Nullable Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        if (value instanceof BigInteger integer) {
            return new BigDecimal(integer);
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            return Double.isFinite(number) ? new BigDecimal(value.toString()) : null;
        }
        return value instanceof Number number ? BigDecimal.valueOf(number.longValue()) : null;
    }

    /** A count of what must be there: more than a model ever writes is refused. */
    static int least(Subschema schema, String keyword) {
        int count = count(schema, keyword, 0);
        if (count > MOST_ASKED) {
            throw schema.refused(keyword, "asks for more than " + MOST_ASKED + "; write a smaller count");
        }
        return count;
    }

    /** A count, 0 or more; what is more than an int counts as its largest. */
    static int count(Subschema schema, String keyword, int absent) {
        if (!schema.has(keyword)) {
            return absent;
        }
        BigDecimal number = number(schema, keyword, schema.get(keyword));
        if (number.signum() < 0 || number.stripTrailingZeros().scale() > 0) {
            throw schema.refused(keyword, "is no count; write an integer of 0 or more");
        }
        return number.min(BigDecimal.valueOf(Integer.MAX_VALUE - 1)).intValueExact();
    }
}
