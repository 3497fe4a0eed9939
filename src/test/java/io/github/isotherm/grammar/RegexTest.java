package io.github.isotherm.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegexTest {
    private static boolean reads(Expressions table, Expression expression, String text) {
        Expression left = expression;
        for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
            left = table.next(left, value & 0xFF);
        }
        return left.nullable;
    }

    static boolean fits(String pattern, String text) {
        Expressions table = new Expressions(GrammarLimits.DEFAULTS);
        return reads(table, Regex.whole(pattern, table, Alphabet.utf8(table)), text);
    }

    private static boolean finds(String pattern, String text) {
        Expressions table = new Expressions(GrammarLimits.DEFAULTS);
        return reads(table, Regex.searched(pattern, table, Alphabet.utf8(table)), text);
    }

    /** Against java.util.regex, where both mean the same: ASCII, the end of the text as its {@code \z}. */
    @Test
    void randomPatternsFitAndFindWhatTheJdkDoes() {
        Random random = new Random(11);
        int pairs = 0;
        int found = 0;
        for (int round = 0; round < 4_000; round++) {
            String pattern = RandomPatterns.next(random, 1 + round % 4);
            Pattern jdk = Pattern.compile(pattern.replace("$", "\\z"));
            Expressions table = new Expressions(GrammarLimits.DEFAULTS);
            Expression whole = Regex.whole(pattern, table, Alphabet.utf8(table));
            Expression searched = Regex.searched(pattern, table, Alphabet.utf8(table));
            for (int probe = 0; probe < 12; probe++) {
                String text = RandomPatterns.text(random);
                boolean is = jdk.matcher(text).find();
                assertThat(reads(table, searched, text))
                        .as("%s in %s", pattern, text)
                        .isEqualTo(is);
                assertThat(reads(table, whole, text))
                        .as("%s of %s", pattern, text)
                        .isEqualTo(jdk.matcher(text).matches());
                found += is ? 1 : 0;
                pairs++;
            }
        }
        assertThat(pairs).isGreaterThanOrEqualTo(20_000);
        assertThat(found).isBetween(pairs / 5, pairs * 4 / 5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                // Looking ahead as MDN's "Lookahead assertion" and password rules have it.
                "^(?=.*[a-z])(?=.*\\d)[a-z\\d]{4,}$~abc1~true",
                "^(?=.*[a-z])(?=.*\\d)[a-z\\d]{4,}$~abcd~false",
                "^(?=.*[a-z])(?=.*\\d)[a-z\\d]{4,}$~ab1~false",
                "Jack(?=Sprat|Frost)~JackFrost~true",
                "Jack(?=Sprat|Frost)~Jack Frost~false",
                "\\d+(?!\\.)$~3.141~true",
                "^\\d+(?!\\.)~3.141~false",
                "^\\d+(?!\\.)~33.141~true",
                "^(?:(?!foo).)*$~a fo o~true",
                "^(?:(?!foo).)*$~a foo~false",
                "^(?!.*--)[a-z-]+$~a-b-c~true",
                "^(?!.*--)[a-z-]+$~a--c~false",
                "\\bcat\\b~a cat sat~true",
                "\\bcat\\b~concatenate~false",
                "\\Bcat\\B~concatenate~true",
                "(?<=\\$)\\d+~costs $42~true",
                "(?<=\\$)\\d+~costs 42~false",
                "(?<!-)\\b\\d~-5~false",
                "a^b~ab~false",
                "a$b~ab~false",
                "^a|b$~xb~true",
                "^a|b$~bx~false",
                "(?i)STRASSE~a Strasse~true",
                "(?i:ab)c~ABc~true",
                "(?i:ab)c~ABC~false",
                "(?i)[^a]~A~false",
                "^\\p{Lu}\\p{Ll}+$~Österreich~true",
                "^\\p{Lu}\\p{Ll}+$~österreich~false",
                "^\\p{Script=Greek}+$~αβγ~true",
                "^\\p{sc=Greek}+$~abc~false",
                "^\\P{Letter}$~7~true",
                "^.$~😀~true",
                "^\\uD83D\\uDE00$~😀~true",
                "^\\u{1F600}$~😀~true",
                "^[\\u{1F600}-\\u{1F64F}]$~😃~true",
                "^[^a-z]$~é~true",
                "^\\x41\\u0042\\cI$~AB\t~true",
                "^{a}$~{a}~true",
                "^a{,2}$~a{,2}~true",
                "^[]$~a~false",
                "^[^]$~a~true",
                "^[\\w-]+$~a-b~true",
                "^[\\w-.]+$~a-b.c~true",
                "^a??b*?$~abb~true",
            })
    void patternsFindWhatTheirStandardSays(String pattern, String text, boolean found) {
        assertThat(finds(pattern, text)).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "(a~(~column 1",
                "a)~)~column 2",
                "[a-~[~column 1",
                "a**~*~column 3",
                "a++~+~column 3",
                "+a~+~column 1",
                "{2}~{~column 1",
                "a{3,2}~{~column 6",
                "[z-a]~-~column 3",
                "(a)\\1~\\1~column 5",
                "(?<n>a)\\k<n>~\\k~column 9",
                "(?<=ab)c~(?<=~column 5",
                "(?P<n>a)~(?~column 3",
                "(?m)^a~(?m)~column 3",
                "\\Aa\\Z~\\A~column 2",
                "\\p{Nonsense}~\\p{Nonsense}~column 1",
                "\\u12~\\u~column 5",
                "^*~*~column 2",
                "a\\~end~column 3",
            })
    void whatIsMalformedOrNotSupportedIsRefusedByItsColumn(String pattern, String what, String column) {
        assertThatThrownBy(() -> fits(pattern, ""))
                .isInstanceOfSatisfying(GrammarException.class, refused -> {
                    assertThat(refused.keyword()).isEqualTo(what);
                    assertThat(refused.place()).isEqualTo(column);
                })
                .hasMessageStartingWith("In the pattern, " + what + " at " + column + " ");
    }

    /** A text in which each a is written as two bytes, as a JSON string writes some characters. */
    @Test
    void charactersAreWrittenAsTheAlphabetSays() {
        Expressions table = new Expressions(GrammarLimits.DEFAULTS);
        Alphabet escaped = set -> table.either(List.of(
                set.contains('"') ? table.text("\\\"") : table.nothing(),
                Utf8.character(table, set.and(CodePoints.in("\"\\").not()))));
        Expression quoted = Regex.searched("^\".\"$", table, escaped);
        assertThat(reads(table, quoted, "\\\"a\\\"")).isTrue();
        assertThat(reads(table, quoted, "\"a\"")).isFalse();
        Expression anywhere = Regex.searched("a(?!b)", table, escaped);
        assertThat(reads(table, anywhere, "\\\"a")).isTrue();
        assertThat(reads(table, anywhere, "\"a")).as("not of the alphabet").isFalse();
        assertThat(reads(table, anywhere, "ab")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\p{L}", "\\w", "[^\\x00-\\x7F]", ".", "\\S", "[é-𐀀]"})
    void classesHaveTheCharactersThatTheJdkGivesThem(String set) {
        Expressions table = new Expressions(GrammarLimits.DEFAULTS);
        Expression one = Regex.whole(set, table, Alphabet.utf8(table));
        Pattern jdk = Pattern.compile(
                set.equals("\\S") ? "[^\\h\\v\uFEFF&&[^\u180e\u0085]]|[\u180e\u0085]" : set, Pattern.UNIX_LINES);
        for (int point = 0; point <= Utf8.LAST; point += point < 0x3000 ? 1 : 97) {
            boolean lineEnd = point == '\r' || point == 0x2028 || point == 0x2029;
            if ((point < 0xD800 || point > 0xDFFF) && !lineEnd) {
                String text = Character.toString(point);
                assertThat(reads(table, one, text))
                        .as("%x", point)
                        .isEqualTo(jdk.matcher(text).matches());
            }
        }
    }
}
