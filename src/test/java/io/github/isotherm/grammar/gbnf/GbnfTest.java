package io.github.isotherm.grammar.gbnf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.grammar.Constraint;
import io.github.isotherm.grammar.GrammarException;
import io.github.isotherm.grammar.GrammarLimits;
import io.github.isotherm.grammar.TokenTrie;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GbnfTest {
    private static final String ARITHMETIC = """
            # sums of products, each in a line
            root ::= (
                sum "\\n"   # one
                (sum "\\n")*
            )
            sum  ::= product ([-+] product)*
            product ::= value
                ([*/] value)*""";

    private static final String LISTS = """
            root ::= list |
              "nil" | # the empty list
              atom_1
            list ::= "(" (root (" " root)*)? ")"
            atom_1 ::= [a-z]{1,3}
            """;

    static boolean fits(String grammar, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Constraint constraint =
                Constraint.of(Gbnf.grammar(grammar, GrammarLimits.DEFAULTS), TokenTrie.of(0, id -> new byte[0]));
        return constraint.fitting(bytes) == bytes.length + 1;
    }

    @Test
    void rulesAreRecursiveAndGoOnBehindABar() {
        assertThat(fits(LISTS, "(a (bc nil) ())")).isTrue();
        assertThat(fits(LISTS, "(a (bc nil) ()")).isFalse();
        assertThat(fits(LISTS, "abcd")).isFalse();
    }

    @Test
    void aLineEndsARuleOutsideOfGroups() {
        assertThatThrownBy(() -> fits(ARITHMETIC, "1"))
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining("( at line 8, column 5 stands where a rule's name is expected");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            ignoreLeadingAndTrailingWhitespace = false,
            quoteCharacter = '`',
            value = {
                "\"a\"{2}~aa~true",
                "\"a\"{2}~aaa~false",
                "\"a\"{2,}~aaaa~true",
                "\"a\"{1,2}~aaa~false",
                "\"a\"{,2}~aa~true",
                "\"ab\"*~abab~true",
                "\"ab\"*~aba~false",
                "[^a-c\\n]+~xyz~true",
                "[^a-c\\n]+~xbz~false",
                "[a\\-c]~-~true",
                "[a\\-c]~b~false",
                "[a-]~-~true",
                "[\\]\\[]~]~true",
                "\"\\x41\\u00e9\\U0001F600\\\"\\t\"~Aé😀\"\t~true",
                ".~😀~true",
                "..~😀~false",
                "(\"a\" | \"b\" \"c\")? \"d\"~bcd~true",
                "(\"a\" | \"b\" \"c\")? \"d\"~bd~false",
                "\"\" | \"a\"~``~true",
                "[ぁ-ゟ]~の~true",
                "\"a\" # \"b\"~a~true",
                "\"a\"*?~aa~true",
            })
    void whatRootIsFits(String root, String text, boolean fits) {
        assertThat(fits("root ::= " + root + "\n", text)).isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "a ::= \"x\"~root~``",
                "root ::= b c|b ::= \"x\"~c~line 1, column 12",
                "root ::= \"a\"|root ::= \"b\"~root~line 2, column 5",
                "root ::= root \"a\" ; \"b\"~;~line 1, column 19",
                "root ::= <think> \"a\"~<~line 1, column 10",
                "root ::= !<[12]>~!~line 1, column 10",
                "root ::= (\"a\"~end~line 1, column 14",
                "root ::= \"a\")~)~line 1, column 13",
                "root ::= * \"a\"~*~line 1, column 10",
                "root ::= \"a\"{x}~x~line 1, column 14",
                "root ::= \"a\"{3,2}~{~line 1, column 17",
                "root ::= \"\\d\"~\\d~line 1, column 12",
                "root ::= [z-a]~-~line 1, column 14",
                "root = \"a\"~=~line 1, column 6",
                "root ::= \"a~end~line 1, column 12",
                "root ::= TagDispatch(\"a\")~(~line 1, column 21",
            })
    void whatIsNotGbnfIsRefusedByItsPlace(String grammar, String what, String place) {
        assertThatThrownBy(() -> fits(grammar.replace("|", "\n"), ""))
                .isInstanceOfSatisfying(GrammarException.class, refused -> {
                    assertThat(refused.keyword()).isEqualTo(what);
                    assertThat(refused.place()).isEqualTo(place);
                });
    }

    @Test
    void aRuleThatBeginsWithItselfIsRefusedByItsName() {
        assertThatThrownBy(() -> fits("root ::= sum\nsum ::= sum \"+1\" | \"1\"", "1+1"))
                .isInstanceOfSatisfying(GrammarException.class, refused -> {
                    assertThat(refused.keyword()).isEqualTo("left recursion");
                    assertThat(refused.place()).isEqualTo("sum");
                });
    }
}
