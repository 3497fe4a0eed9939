package io.github.isotherm.grammar.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A parser keeps one of the members with equal names, so that no keyword may rest on two of them. */
class RepeatedMembersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{\"minProperties\":2} ~ {\"a\":1,\"b\":2} {\"a1\":1,\"a2\":2} {\"1a\":1,\"2a\":2} {\"a\":1,\"a\":2,\"b\":3} 7 ~ {} {\"a\":1} {\"a\":1,\"a\":2} {\"a\":1,\"a\":2,\"a\":3}",
                "{\"minProperties\":2} ~ {\"/\":1,\"x\":2} ~ {\"/\":1,\"\\/\":2} {\"\\u001f\":1,\"\\u001F\":2} {\"\":1,\"\":2}",
                "{\"minProperties\":3,\"properties\":{\"a\":{}}} ~ {\"b\":1,\"a\":1,\"c\":1} {\"x1\":1,\"x2\":1,\"x3\":1} ~ {\"a\":1,\"b\":1,\"b\":1} {\"b\":1,\"b\":2,\"b\":3}",
                "{\"minProperties\":2,\"patternProperties\":{\"^x\":{}},\"additionalProperties\":false} ~ {\"xa\":1,\"xb\":2} ~ {\"x\":1,\"x\":2}",
                "{\"minProperties\":2,\"maxProperties\":2} ~ {\"a\":1,\"b\":2} ~ {\"a\":1,\"a\":2} {\"a\":1,\"a\":2,\"b\":3} {\"a\":1,\"b\":2,\"c\":3}",
                "{\"not\":{\"maxProperties\":1}} ~ {\"a\":1,\"b\":2} ~ {\"a\":1,\"a\":2}",
                "{\"properties\":{\"a\":{}}} ~ {\"a\":1} ~ {\"a\":1,\"a\":2} {\"a\":1,\"\\u0061\":2} {\"\\u0061\":1}",
                "{\"required\":[\"a/b\"]} ~ {\"a/b\":1} {\"a\\/b\":1} ~ {\"a/b\":1,\"a\\/b\":1}",
                "{\"not\":{\"additionalProperties\":{\"type\":\"null\"}}} ~ {\"a\":1} {\"a\":1,\"b\":null} {\"b\":null,\"a\":1} ~ {\"a\":1,\"a\":null} {\"a\":null,\"a\":1} {\"a\":null}",
                "{\"allOf\":[{\"not\":{\"additionalProperties\":{\"type\":\"null\"}}},{\"not\":{\"additionalProperties\":{\"type\":\"integer\"}}}]} ~ {\"a\":\"\"} {\"a\":1,\"b\":null} {\"b\":null,\"a\":1} ~ {\"a\":1} {\"a\":1,\"a\":null} {\"a\":null,\"a\":1}"
            })
    void noKeywordRestsOnMembersWithEqualNames(String schema, String valid, String invalid) {
        Judged judged = new Judged(schema, Judged.LETTER);
        for (String text : valid.split(" ")) {
            assertThat(judged.accepts(text)).as("valid " + text).isTrue();
        }
        for (String text : invalid.split(" ")) {
            assertThat(judged.accepts(text)).as("invalid " + text).isFalse();
        }
    }
}
