package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.ByteSet;
import io.github.isotherm.grammar.Expression;
import io.github.isotherm.grammar.Expressions;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Texts of JSON numbers. Where a schema bounds a number in any way, it may be written without an exponent: what is said then is
 * exact, and so is its opposite among the plain numbers. Where exponents are allowed, some numbers may be written with one too
 * ({@link Exponents}).
 */
final class Numbers {
    private final Expressions table;
    private final Expression digit;
    private final Expression digits;
    private final Expression whole;
    private final Expression fraction;
    private final Expression zeros;
    private final Expression minus;
    private final Expression magnitude;
    private final Expression plain;
    private final Expression any;
    private final boolean withExponents;
    private final Exponents exponents;

    Numbers(Expressions table, boolean withExponents) {
        this.table = table;
        this.withExponents = withExponents;
        exponents = new Exponents(table);
        digit = table.bytes(ByteSet.range('0', '9'));
        digits = table.repeat(digit, 0, Expressions.UNBOUNDED);
        whole = table.either(List.of(table.text("0"), table.sequence(table.bytes(ByteSet.range('1', '9')), digits)));
        fraction = table.optional(table.sequence(table.text("."), table.repeat(digit, 1, Expressions.UNBOUNDED)));
        zeros = table.optional(
                table.sequence(table.text("."), table.repeat(table.text("0"), 1, Expressions.UNBOUNDED)));
        minus = table.optional(table.text("-"));
        magnitude = table.sequence(whole, fraction);
        plain = table.sequence(minus, magnitude);
        Expression sign = table.optional(table.bytes(ByteSet.of('+').or(ByteSet.of('-'))));
        Expression exponent = table.optional(table.sequence(
                table.bytes(ByteSet.of('e').or(ByteSet.of('E'))), sign, table.repeat(digit, 1, Exponents.MOST_DIGITS)));
        any = withExponents ? table.sequence(plain, exponent) : plain;
    }

    /** All. */
    Expression any() {
        return any;
    }

    /** All others without an exponent. */
    Expression without(Expression part) {
        return part == any ? table.nothing() : table.all(List.of(plain, table.not(part)));
    }

    /** Integers, also such as 1.0. */
    Expression integers() {
        return or(table.sequence(minus, whole, zeros), exponents.integers());
    }

    private Expression or(Expression plainly, Expression byExponent) {
        return withExponents ? table.either(List.of(plainly, byExponent)) : plainly;
    }

    /** Integers in their usual form. */
    Expression usualIntegers() {
        return table.sequence(minus, whole);
    }

    /** One number with any zeros at its end. */
    Expression equalTo(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        Expression sign = value.signum() == 0 ? minus : value.signum() < 0 ? table.text("-") : table.empty();
        String text = stripped.abs().toPlainString();
        Expression end = text.contains(".") ? table.repeat(table.text("0"), 0, Expressions.UNBOUNDED) : zeros;
        return or(table.sequence(sign, table.text(text), end), exponents.equalTo(value));
    }

    /** One number as it is usually written. */
    Expression usual(BigDecimal value) {
        return table.text(value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString());
    }

    /** Numbers up to another, or below it. */
    Expression atMost(BigDecimal bound, boolean below) {
        Expression negative;
        Expression positive;
        if (bound.signum() > 0 || (bound.signum() == 0 && !below)) {
            negative = magnitude;
            positive = upTo(bound, below);
        } else {
            negative = from(bound.negate(), below);
            positive = table.nothing();
        }
        return or(signed(negative, positive), exponents.atMost(bound));
    }

    /** Numbers from another on, or above it. */
    Expression atLeast(BigDecimal bound, boolean above) {
        Expression negative;
        Expression positive;
        if (bound.signum() < 0 || (bound.signum() == 0 && !above)) {
            positive = magnitude;
            negative = upTo(bound.negate(), above);
        } else {
            positive = from(bound, above);
            negative = table.nothing();
        }
        return or(signed(negative, positive), exponents.atLeast(bound));
    }

    private Expression signed(Expression negative, Expression positive) {
        return table.either(List.of(table.sequence(table.text("-"), negative), positive));
    }

    /** Without a sign; the bound is not negative. */
    private Expression from(BigDecimal bound, boolean above) {
        return table.all(List.of(magnitude, table.not(upTo(bound, !above))));
    }

    private Expression upTo(BigDecimal bound, boolean below) {
        String[] parts = bound.stripTrailingZeros().toPlainString().split("\\.", -1);
        String head = parts[0];
        List<Expression> ways = new ArrayList<>();
        if (head.length() > 1) {
            Expression shorter = table.repeat(digit, 0, head.length() - 2);
            ways.add(table.sequence(table.text("0"), fraction));
            ways.add(table.sequence(table.bytes(ByteSet.range('1', '9')), shorter, fraction));
        }
        for (int i = 0; i < head.length(); i++) {
            int least = i == 0 && head.length() > 1 ? '1' : '0';
            ways.add(table.sequence(
                    table.text(head.substring(0, i)),
                    table.bytes(ByteSet.range(least, head.charAt(i) - 1)),
                    table.repeat(digit, head.length() - 1 - i, head.length() - 1 - i),
                    fraction));
        }
        ways.add(table.sequence(table.text(head), fractionUpTo(parts.length > 1 ? parts[1] : "", below)));
        return table.either(ways);
    }

    private Expression fractionUpTo(String bound, boolean below) {
        if (bound.isEmpty()) {
            return below ? table.nothing() : zeros;
        }
        List<Expression> ways = new ArrayList<>();
        for (int i = 0; i < bound.length(); i++) {
            Expression same = table.text(bound.substring(0, i));
            ways.add(table.sequence(same, table.bytes(ByteSet.range('0', bound.charAt(i) - 1)), digits));
            if (i > 0) {
                ways.add(same);
            }
        }
        if (!below) {
            ways.add(table.sequence(table.text(bound), table.repeat(table.text("0"), 0, Expressions.UNBOUNDED)));
        }
        return table.optional(table.sequence(table.text("."), table.either(ways)));
    }

    /** Multiples of a number; ∅ where they are not told apart digit by digit. */
    Expression multiplesOf(BigDecimal factor) {
        BigDecimal stripped = factor.stripTrailingZeros();
        int scale = Math.max(0, stripped.scale());
        BigInteger units = stripped.movePointRight(scale).toBigIntegerExact();
        List<Expression> ways = new ArrayList<>();
        for (int places = 0; places <= scale; places++) {
            BigInteger modulus = units.divide(units.gcd(BigInteger.TEN.pow(scale - places)));
            boolean decidedByFraction = BigInteger.TEN.pow(places).mod(modulus).signum() == 0;
            if (modulus.bitLength() > 30 || (places > 0 && !decidedByFraction)) {
                return table.nothing();
            }
            ways.add(multiples(places, modulus.intValue()));
        }
        return table.sequence(minus, table.either(ways));
    }

    private Expression multiples(int places, int modulus) {
        if (places == 0) {
            Expression head = modulus == 1 ? whole : table.all(List.of(whole, table.multiplesOf(modulus)));
            return table.sequence(head, zeros);
        }
        Expression counted = table.repeat(digit, places, places);
        Expression tail = modulus == 1 ? counted : table.all(List.of(counted, table.multiplesOf(modulus)));
        return table.sequence(whole, table.text("."), tail, table.repeat(table.text("0"), 0, Expressions.UNBOUNDED));
    }
}
