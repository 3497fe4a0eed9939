package io.github.isotherm.grammar.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrettyTest {
    private static final SchemaOptions PRETTY =
            new SchemaOptions(true, SchemaOptions.Order.ANY, SchemaOptions.Whitespace.PRETTY, false);

    /** As Python's json.dumps writes it with indent=2. */
    private static String indented(JsonNode value, int depth) {
        if (!value.isContainerNode()) {
            return value.toString();
        }
        String brackets = value.isArray() ? "[]" : "{}";
        List<String> parts = new ArrayList<>();
        value.elements().forEachRemaining(item -> parts.add(indented(item, depth + 1)));
        if (parts.isEmpty()) {
            return brackets;
        }
        List<String> names = new ArrayList<>();
        value.fieldNames().forEachRemaining(names::add);
        for (int i = 0; i < names.size(); i++) {
            parts.set(i, "\"" + names.get(i) + "\": " + parts.get(i));
        }
        String line = "\n" + "  ".repeat(depth);
        return brackets.charAt(0) + line + "  " + String.join("," + line + "  ", parts) + line + brackets.charAt(1);
    }

    private static String indented(String text) {
        try {
            return indented(new ObjectMapper().readTree(text), 0);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "true ~ 1 \"a\" [] {} [1,[2,[]],{\"a\":{\"b\":[{}]},\"c\":[[[]]]}] ~ [1,2",
                "{\"properties\":{\"a\":{\"items\":{\"type\":\"integer\"}},\"b\":{}}} ~ {} {\"a\":[]} {\"b\":{\"c\":1},\"a\":[1,2]} ~ {\"a\":[[]]}",
                "{\"required\":[\"a\"],\"additionalProperties\":false,\"properties\":{\"a\":{\"maxItems\":0}}} ~ {\"a\":[]} ~ {} {\"a\":[1]}",
                "{\"properties\":{},\"additionalProperties\":false} ~ {} [] ~ {\"a\":1}",
                "{\"minItems\":1,\"maxItems\":2,\"prefixItems\":[{\"type\":\"null\"}]} ~ [null] [null,1] ~ [] [1] [null,1,2]",
                "{\"items\":{\"enum\":[1,[2],{\"a\":3}]},\"uniqueItems\":true} ~ [] [[2],1] [{\"a\":3},[2],1] ~ [1,1]",
                "{\"contains\":{\"const\":1}} ~ [1] [[],1,{}] ~ [] [2]",
                "{\"minProperties\":2} ~ {\"a\":{},\"b\":[1]} ~ {} {\"a\":1}",
                "{\"items\":{\"$ref\":\"#\"},\"type\":\"array\"} ~ [] [[[[[[]],[]]]]] ~ [1]"
            })
    void aTextIsIndentedByTwoBlanksForEachLevel(String schema, String valid, String invalid) {
        Judged judged = new Judged(schema, PRETTY);
        for (String text : valid.split(" ")) {
            assertThat(judged.accepts(indented(text))).as("valid " + text).isTrue();
        }
        for (String text : invalid.split(" ")) {
            String written = text.endsWith("]") || text.endsWith("}") ? indented(text) : text;
            assertThat(judged.accepts(written)).as("invalid " + text).isFalse();
        }
    }

    @Test
    void noOtherWhitespaceFits() {
        Judged judged = new Judged("true", PRETTY);
        assertThat(judged.accepts("[\n  1,\n  {\n    \"a\": 2\n  }\n]")).isTrue();
        for (String text : List.of(
                "[1]",
                "[\n1\n]",
                "[\n   1\n]",
                "[\n  1\n  ]",
                "[\n]",
                "[\n\n]",
                "{\n  \"a\":1\n}",
                "[\n  1, 2\n]",
                "[\n  {\n  \"a\": 2\n  }\n]")) {
            assertThat(judged.accepts(text)).as(text).isFalse();
        }
    }

    @Test
    void whatIsDeeperThanIsToldApartIsIndentedAtLeastSoMuch() {
        int depth = 40;
        String nested = "[".repeat(depth) + "1" + "]".repeat(depth);
        assertThat(new Judged("true", PRETTY).accepts(indented(nested))).isTrue();
        assertThat(new Judged("true", PRETTY).accepts(indented(nested).replace("  ".repeat(20), "\t")))
                .isFalse();
    }
}
