package io.github.isotherm.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ExpressionsTest {
    private final Expressions table = new Expressions(GrammarLimits.DEFAULTS);

    private boolean matches(Expression expression, byte[] text) {
        Expression left = expression;
        for (byte value : text) {
            left = table.next(left, value & 0xFF);
        }
        return left.nullable;
    }

    private boolean matches(Expression expression, String text) {
        return matches(expression, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Against the sets of all strings of five letters at most. */
    @Test
    void stringsAreThoseOfTheLanguage() {
        Languages languages = new Languages(table, new Random(17));
        for (int round = 0; round < 600; round++) {
            Languages.Language language = languages.random(1 + round % 4);
            Set<String> matched = languages.all().stream()
                    .filter(text -> matches(language.expression(), text))
                    .collect(Collectors.toSet());
            assertThat(matched).as("round %s", round).isEqualTo(language.strings());
            long least =
                    language.strings().stream().mapToInt(String::length).min().orElse(99);
            long shortest = table.shortest(language.expression());
            assertThat(shortest).as("round %s", round).isEqualTo(least == 99 ? shortest : least);
            assertThat(least == 99 && shortest <= Languages.LONGEST).isFalse();
        }
    }

    @Test
    void behindAByteThatNothingFollowsIsNothing() {
        Expression even = table.repeat(table.sequence(table.text("a"), table.text("a")), 0, Expressions.UNBOUNDED);
        Expression odd = table.sequence(table.text("a"), even);
        assertThat(table.shortest(table.all(List.of(even, odd)))).isEqualTo(Expression.NONE);
        Expression oneOrBoth = table.sequence(table.text("x"), table.all(List.of(even, odd)));
        assertThat(table.next(oneOrBoth, 'x')).isSameAs(table.nothing());
    }

    @Test
    void equalExpressionsAreOneObject() {
        Expression a = table.text("a");
        Expression b = table.text("b");
        assertThat(table.either(List.of(b, a, b))).isSameAs(table.bytes(ByteSet.range('a', 'b')));
        assertThat(table.sequence(table.sequence(a, b), a)).isSameAs(table.text("aba"));
        assertThat(table.not(table.not(a))).isSameAs(a);
        assertThat(table.all(List.of(a, table.anything()))).isSameAs(a);
        assertThat(table.either(List.of(a, table.anything()))).isSameAs(table.anything());
        assertThat(table.all(List.of(a, table.empty()))).isSameAs(table.nothing());
        assertThat(table.repeat(table.repeat(a, 0, Expressions.UNBOUNDED), 2, Expressions.UNBOUNDED))
                .isSameAs(table.repeat(a, 0, Expressions.UNBOUNDED));
        assertThat(table.repeat(a, 1, 1)).isSameAs(a);
        assertThat(table.repeat(a, 0, 0)).isSameAs(table.empty());
    }

    @Test
    void multiplesAreThoseOfTheNumber() {
        for (int modulus : new int[] {1, 2, 7, 25, 97}) {
            Expression multiples = table.multiplesOf(modulus);
            for (int number = 0; number < 400; number++) {
                assertThat(matches(multiples, String.valueOf(number))).isEqualTo(number % modulus == 0);
            }
        }
        Expression four = table.repeat(table.bytes(ByteSet.range('1', '9')), 4, 4);
        assertThat(table.shortest(table.all(List.of(four, table.multiplesOf(9999)))))
                .isEqualTo(4);
        assertThat(table.shortest(table.all(List.of(four, table.multiplesOf(10)))))
                .as("none ends with a zero")
                .isEqualTo(Expression.NONE);
    }

    @Test
    void rangesOfCharactersAreTheirUtf8() {
        int[] edges = {0, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, Utf8.LAST};
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            int one = round < 40 ? edges[random.nextInt(edges.length)] : random.nextInt(Utf8.LAST + 1);
            int other = round < 40 ? edges[random.nextInt(edges.length)] : random.nextInt(Utf8.LAST + 1);
            int from = Math.min(one, other);
            int to = Math.max(one, other);
            Expression range = Utf8.range(table, from, to);
            for (int probe = 0; probe < 60; probe++) {
                int point = probe < edges.length ? edges[probe] : near(random, probe % 2 == 0 ? from : to);
                boolean surrogate = point >= 0xD800 && point < 0xE000;
                if (point >= 0 && point <= Utf8.LAST && !surrogate) {
                    assertThat(matches(range, Character.toString(point)))
                            .as("%x in %x-%x", point, from, to)
                            .isEqualTo(point >= from && point <= to);
                }
            }
        }
        assertThat(matches(Utf8.range(table, 0, Utf8.LAST), new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}))
                .as("a surrogate")
                .isFalse();
        assertThat(matches(Utf8.range(table, 0, Utf8.LAST), new byte[] {(byte) 0xC0, (byte) 0x80}))
                .as("longer than need be")
                .isFalse();
    }

    private static int near(Random random, int point) {
        return point + random.nextInt(7) - 3;
    }

    @Test
    void whatTakesTooMuchIsRefusedByTheNameOfTheLimit() {
        Expressions small = new Expressions(new GrammarLimits(50, 20, 50, 50, 50));
        assertThatThrownBy(() -> small.text("a".repeat(60)))
                .isInstanceOf(GrammarLimitException.class)
                .hasMessageContaining("more than 50 expressions");
        Expressions searching = new Expressions(new GrammarLimits(5000, 20, 50, 50, 50));
        Expression all = searching.all(List.of(
                searching.repeat(searching.text("aaa"), 1, Expressions.UNBOUNDED),
                searching.repeat(searching.text("aaaaaaaaaaa"), 1, Expressions.UNBOUNDED)));
        assertThatThrownBy(() -> searching.shortest(all)).hasMessageContaining("more than 20 search steps");
    }
}
