package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.ByteSet;
import io.github.isotherm.grammar.Expression;
import io.github.isotherm.grammar.Expressions;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers with an exponent, as programs write them where numbers get long: those nearer to 0 than 0.0001 and those of
 * 10,000,000,000,000,000 and more. Under a bound they are written so only where all of them are on one side of it.
 */
final class Exponents {
    private static final BigDecimal TINY = new BigDecimal("0.0001");
    private static final BigDecimal HUGE = new BigDecimal("1e16");
    private static final int MOST_PLACES_OF_INTEGERS = 16;

    private final Expressions table;
    /** Digits of an exponent; readers of numbers take no more than nine. */
    static final int MOST_DIGITS = 4;

    private final Expression digit;
    private final Expression tiny;
    private final Expression huge;
    private final Expression hugeIntegers;

    Exponents(Expressions table) {
        this.table = table;
        digit = table.bytes(ByteSet.range('0', '9'));
        Expression fromFive =
                table.either(List.of(table.bytes(ByteSet.range('5', '9')), digits('1', '9', 1, MOST_DIGITS - 1)));
        Expression fromSixteen = table.either(List.of(
                table.sequence(table.text("1"), table.bytes(ByteSet.range('6', '9'))),
                digits('2', '9', 1, 1),
                digits('1', '9', 2, MOST_DIGITS - 1)));
        Expression large = table.sequence(table.optional(table.text("+")), zeros(), fromSixteen);
        tiny = scientific(Expressions.UNBOUNDED, table.sequence(table.text("-"), zeros(), fromFive));
        huge = scientific(Expressions.UNBOUNDED, large);
        hugeIntegers = scientific(MOST_PLACES_OF_INTEGERS, large);
    }

    private Expression digits(int from, int to, int min, int max) {
        return table.sequence(table.bytes(ByteSet.range(from, to)), table.repeat(digit, min, max));
    }

    private Expression zeros() {
        return table.repeat(table.text("0"), 0, MOST_DIGITS);
    }

    private Expression scientific(int places, Expression exponent) {
        Expression fraction = table.optional(table.sequence(table.text("."), table.repeat(digit, 1, places)));
        return table.sequence(table.bytes(ByteSet.range('1', '9')), fraction, marked(exponent));
    }

    private Expression marked(Expression exponent) {
        return table.sequence(table.bytes(ByteSet.of('e').or(ByteSet.of('E'))), exponent);
    }

    private Expression negative(Expression magnitude) {
        return table.sequence(table.text("-"), magnitude);
    }

    Expression atLeast(BigDecimal bound) {
        return some(
                bound.signum() <= 0 ? tiny : table.nothing(),
                bound.compareTo(TINY.negate()) <= 0 ? negative(tiny) : table.nothing(),
                bound.compareTo(HUGE) < 0 ? huge : table.nothing());
    }

    Expression atMost(BigDecimal bound) {
        return some(
                bound.signum() >= 0 ? negative(tiny) : table.nothing(),
                bound.compareTo(TINY) >= 0 ? tiny : table.nothing(),
                bound.compareTo(HUGE.negate()) > 0 ? negative(huge) : table.nothing());
    }

    private Expression some(Expression... parts) {
        return table.either(List.of(parts));
    }

    Expression integers() {
        return table.sequence(table.optional(table.text("-")), hugeIntegers);
    }

    /** One number, where it is tiny or huge. */
    Expression equalTo(BigDecimal value) {
        BigDecimal magnitude = value.abs().stripTrailingZeros();
        int exponent = magnitude.precision() - magnitude.scale() - 1;
        boolean isPlain = magnitude.compareTo(TINY) >= 0 && magnitude.compareTo(HUGE) < 0;
        if (value.signum() == 0 || isPlain) {
            return table.nothing();
        }
        String digits = magnitude.unscaledValue().toString();
        List<Expression> parts = new ArrayList<>();
        parts.add(table.text((value.signum() < 0 ? "-" : "") + digits.charAt(0)));
        if (digits.length() > 1) {
            parts.add(table.sequence(table.text("." + digits.substring(1)), zeros()));
        } else {
            parts.add(table.optional(
                    table.sequence(table.text("."), table.repeat(table.text("0"), 1, Expressions.UNBOUNDED))));
        }
        Expression sign = exponent < 0 ? table.text("-") : table.optional(table.text("+"));
        parts.add(marked(table.sequence(sign, zeros(), table.text(String.valueOf(Math.abs(exponent))))));
        return table.sequence(parts.toArray(Expression[]::new));
    }
}
