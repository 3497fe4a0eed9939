package io.github.isotherm.grammar.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values at the beginning of a text that goes on. */
class JsonBeginningTest {
    private static final String VALUE =
            "{\"a\": [1, -2.5e+3, true, false, null], \"b\\u00e9\\n\": \"{\", \"c\": {}, \"d\": []}";

    @Test
    void aValueEndsBehindItsBracket() {
        JsonReader.Beginning read = JsonReader.beginning("see {\"x\": 1}} more", 4);
        assertThat(read.isValue()).isTrue();
        assertThat(read.isUnfinished()).isFalse();
        assertThat(read.end()).isEqualTo(12);
        assertThat(read.value()).isEqualTo(Map.of("x", BigDecimal.ONE));
        assertThat(JsonReader.beginning("[\"]\"],", 0).value()).isEqualTo(List.of("]"));
        assertThat(JsonReader.beginning("\"a\" b", 0).value()).isEqualTo("a");
    }

    @Test
    void everyBeginningOfAValueIsUnfinished() {
        for (int length = 0; length < VALUE.length(); length++) {
            JsonReader.Beginning read = JsonReader.beginning(VALUE.substring(0, length), 0);
            assertThat(read.isUnfinished()).as(VALUE.substring(0, length)).isTrue();
            assertThat(read.isValue()).isFalse();
        }
        assertThat(JsonReader.beginning(VALUE, 0).end()).isEqualTo(VALUE.length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "true",
                " {}",
                "x",
                "{a",
                "{\"a\" 1",
                "[1 2",
                "{\"a\":1,\"a\"",
                "[tru,",
                "[1.x",
                "[-x",
                "[\"\\xy",
                "[\"\\u00g",
                "[nul]",
                "{\"a\":}"
            })
    void whatNoTextCompletesIsNone(String text) {
        JsonReader.Beginning read = JsonReader.beginning(text, 0);
        assertThat(read.isValue()).isFalse();
        assertThat(read.isUnfinished()).isFalse();
    }
}
