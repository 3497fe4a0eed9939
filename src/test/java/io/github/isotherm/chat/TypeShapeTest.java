package io.github.isotherm.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.grammar.schema.JsonText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeShapeTest {
    private static String shape(String schema) {
        return TypeShape.of(new JsonText(schema).value());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "true ! any JSON",
                "false ! nothing",
                "{} ! any JSON",
                "{\"type\": \"string\"} ! string",
                "{\"type\": \"string\", \"format\": \"date\"} ! date string",
                "{\"type\": \"integer\", \"description\": \"in years\"} ! integer (in years)",
                "{\"type\": \"boolean\"} ! true | false",
                "{\"type\": \"null\"} ! null",
                "{\"type\": [\"string\", \"null\"]} ! string | null",
                "{\"const\": \"dog\"} ! \"dog\"",
                "{\"enum\": [\"A\", 1, null]} ! \"A\" | 1 | null",
                "{\"anyOf\": [{\"type\": \"number\"}, {\"type\": \"null\"}]} ! number | null",
                "{\"oneOf\": [{\"type\": \"number\"}, {\"type\": \"number\"}]} ! number",
                "{\"allOf\": [{\"type\": \"number\"}, {\"type\": \"integer\"}]} ! number & integer",
                "{\"type\": \"array\"} ! [any JSON, …]",
                "{\"items\": {\"type\": \"string\"}} ! [string, …]",
                "{\"type\": \"array\", \"prefixItems\": [{\"type\": \"string\"}], \"items\": false} ! [string]",
                "{\"properties\": {\"a\": {\"type\": \"string\"}, \"b\": true}} ! {\"a\": string, \"b\": any JSON}",
                "{\"type\": \"object\", \"additionalProperties\": {\"type\": \"integer\"}} ! {\"…\": integer}",
                "{\"type\": \"object\", \"additionalProperties\": false} ! {}",
                "{\"properties\": {\"a\": {}, \"b\": {}}, \"required\": [\"b\"]} ! {\"a\"?: any JSON, \"b\": any JSON}",
                "{\"$defs\": {\"x/y\": {\"type\": \"null\"}}, \"$ref\": \"#/$defs/x~1y\"} ! null",
                "{\"$ref\": \"https://example.org/other\"} ! any JSON",
                "{\"$ref\": \"#/nowhere/0\"} ! any JSON",
                "{\"anyOf\": [{\"type\": \"string\"}, {\"$ref\": \"#/anyOf/0\"}]} ! string",
            })
    void tellsEachKindInAFewWords(String schema, String shape) {
        assertThat(shape(schema)).isEqualTo(shape);
    }

    @Test
    void whatHoldsItselfIsWrittenOnce() {
        assertThat(shape("{\"type\": \"object\", \"properties\": {\"name\": {\"type\": \"string\"},"
                        + " \"children\": {\"type\": \"array\", \"items\": {\"$ref\": \"#\"}}}}"))
                .isEqualTo("{\"name\": string, \"children\": [{\"name\": string, \"children\": [{…}, …]}, …]}");
    }

    @Test
    void definitionsThatMultiplyEnd() {
        StringBuilder schema = new StringBuilder("{\"$ref\": \"#/$defs/a0\", \"$defs\": {");
        for (int i = 0; i < 40; i++) {
            String next = "{\"$ref\": \"#/$defs/a" + (i + 1) + "\"}";
            schema.append("\"a" + i + "\": {\"prefixItems\": [" + next + ", " + next
                    + "], \"items\": false, \"type\": \"array\"}, ");
        }
        assertThat(shape(schema + "\"a40\": true}}")).hasSizeLessThan(5_000).contains("…");
    }
}
