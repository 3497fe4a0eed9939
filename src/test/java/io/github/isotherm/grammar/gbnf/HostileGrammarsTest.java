package io.github.isotherm.grammar.gbnf;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.grammar.Constraint;
import io.github.isotherm.grammar.Grammar;
import io.github.isotherm.grammar.GrammarLimits;
import io.github.isotherm.grammar.Regex;
import io.github.isotherm.grammar.TokenTrie;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HostileGrammarsTest {
    private static Arguments regex(String name, String pattern, String text) {
        return Arguments.of(
                "regex " + name, (Supplier<Grammar>) () -> Regex.grammar(pattern, GrammarLimits.DEFAULTS), text);
    }

    private static Arguments gbnf(String name, String source, String text) {
        return Arguments.of(
                "gbnf " + name, (Supplier<Grammar>) () -> Gbnf.grammar(source, GrammarLimits.DEFAULTS), text);
    }

    private static String numbered(int count, String between, String format) {
        return IntStream.range(0, count)
                .mapToObj(i -> format.replace("#", "" + i))
                .collect(Collectors.joining(between));
    }

    static Stream<Arguments> hostile() {
        String a = "a".repeat(500);
        return Stream.of(
                regex("nested a+", "(a+)+$", a + "!"),
                regex("alternatives alike", "(a|a)*b", a),
                regex("a or aa", "(a|aa)+$", a + "!"),
                regex("many optional", "a?".repeat(3000) + "a".repeat(3000), a),
                regex("deep groups", "(".repeat(100_000) + ")".repeat(100_000), ""),
                regex("deep groups within", "(".repeat(200) + "a" + ")*".repeat(200), a),
                regex("deep counters within", "(?:".repeat(200) + "a" + "){2}".repeat(200), a),
                regex("deep looks ahead", "(?=".repeat(200) + "a" + ")".repeat(200), a),
                regex("deep looks ahead in loops", "(?:(?=".repeat(90) + "a" + ")a)*".repeat(90), a),
                regex("deep loops that look ahead", "(?:".repeat(60) + "(?!b)a" + ")*".repeat(60), a),
                regex("a million", "a{1000000}", a),
                regex("a trillion", "a{1000000000000}", a),
                regex("nested counters", "((a{1,1000}){1,1000}){1,1000}", a),
                regex("counters of alike", "(a{0,30}){0,30}(a{0,30}){0,30}b", a),
                regex("ten thousand alternatives", numbered(10_000, "|", "word#"), "word77"),
                regex("ten thousand loops", numbered(10_000, "|", "w#.*x"), "w77" + a),
                regex(
                        "huge class",
                        "["
                                + IntStream.range(0x4E00, 0x9E00)
                                        .filter(i -> i % 2 == 0)
                                        .mapToObj(Character::toString)
                                        .collect(Collectors.joining())
                                + "]+",
                        "一"),
                regex("many classes", numbered(3_000, "", "[^\\p{L}#]?"), a),
                regex("letters of any case", "(?i)" + "[^\\p{Lu}]".repeat(2_000), a),
                regex("a megabyte", "a".repeat(1_000_000), a),
                regex("long literal in a loop", "(" + "ab".repeat(90_000) + ")*c", a),
                regex("long literal behind a look", "^" + "ab".repeat(90_000) + "(?!x)y$", a),
                regex("exponential look ahead", "(?!.*a.{25}b)(?=.*b.{24}a).*c", a),
                regex("not exponential", "^(?!(a|b)*a(a|b){22}$)(a|b)*$", a),
                regex("many looks ahead", numbered(60, "", "(?=.*x#)") + ".*", a),
                regex("looks that exclude each other", numbered(16, "", "(?=(.{#,}x.{#})*$)") + ".+", a),
                regex("counted looks ahead", "((?=a)a{0,50}b?){0,5000}", a),
                regex("nested counted looks", "(((?!b)a){100}){100}", a),
                regex("word borders", "(\\b|a)*".repeat(300), a),
                regex("borders everywhere", "\\b".repeat(60_000), a),
                regex("places in loops", "((^|$|\\b|(?<=a)|(?<=b)|(?<=c))*a?)*", a),
                regex("tempered", "((?!(a|aa)+b).)*".repeat(8), a),
                gbnf("deep groups", "root ::= " + "(".repeat(100_000), ""),
                gbnf(
                        "deep groups within",
                        "root ::= " + "(".repeat(200) + "root2" + ")*".repeat(200) + "\nroot2 ::= \"a\"",
                        a),
                gbnf(
                        "chain of rules",
                        "root ::= r0\n"
                                + IntStream.range(0, 20_000)
                                        .mapToObj(i -> "r" + i + " ::= r" + (i + 1))
                                        .collect(Collectors.joining("\n"))
                                + "\nr20000 ::= \"a\"",
                        "a"),
                gbnf("a long row", "root ::= " + "x ".repeat(100_000) + "\nx ::= \"a\" | \"b\" root", a),
                gbnf(
                        "a long row that may be empty",
                        "root ::= " + "x? ".repeat(100_000) + "\nx ::= \"a\" | \"b\" root",
                        a),
                gbnf(
                        "exponential rules",
                        "root ::= r0\n"
                                + IntStream.range(0, 60)
                                        .mapToObj(i -> "r" + i + " ::= r" + (i + 1) + " r" + (i + 1))
                                        .collect(Collectors.joining("\n"))
                                + "\nr60 ::= \"a\"",
                        a),
                gbnf("ambiguous", "root ::= \"a\" root | \"a\" root root | \"a\"", a),
                gbnf("a million", "root ::= x{1000000}\nx ::= \"a\" | \"b\" root", a),
                gbnf("nested counters", "root ::= ((x{0,1000}){0,1000}){0,1000}\nx ::= \"a\" | \"b\" root", a),
                gbnf(
                        "ten thousand alternatives",
                        "root ::= " + numbered(10_000, " | ", "r#") + "\n"
                                + numbered(10_000, "\n", "r# ::= \"word#\" root?"),
                        "word77"),
                gbnf("a megabyte", "root ::= \"" + "a".repeat(900_000) + "\"", a),
                gbnf("not closed", "root ::= \"" + "a".repeat(900_000), a),
                gbnf("names that are not there", "root ::= " + numbered(100_000, " ", "r#"), a));
    }

    /** Compiles and reads the text, or is refused by a sentence: in two seconds of its thread. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void isReadOrRefusedInTwoSeconds(String name, Supplier<Grammar> grammar, String text) {
        long before = cpu();
        String answer;
        try {
            Constraint constraint = Constraint.of(grammar.get(), TokenTrie.of(0, id -> new byte[0]));
            answer = constraint.fitting(text.getBytes(StandardCharsets.UTF_8)) + " bytes fit.";
        } catch (InvalidValueException refused) {
            answer = refused.getMessage();
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(cpu() - before);
        assertThat(answer).as(name).endsWith(".").hasSizeLessThan(400);
        assertThat(millis).as("%s: %s", name, answer).isLessThan(2_000);
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
