package io.github.isotherm.grammar.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.isotherm.grammar.Constraint;
import io.github.isotherm.grammar.GrammarException;
import io.github.isotherm.grammar.GrammarLimits;
import io.github.isotherm.grammar.TokenTrie;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeywordsTest {
    private static final SchemaOptions LETTER =
            new SchemaOptions(true, SchemaOptions.Order.ANY, SchemaOptions.Whitespace.DEFAULT, false);
    private static final TokenTrie BYTES = TokenTrie.of(256, id -> new byte[] {(byte) id});

    private static SchemaGrammar compiled(String schema, SchemaOptions options) throws IOException {
        return JsonSchema.compile(new ObjectMapper().readValue(schema, Object.class), options, GrammarLimits.DEFAULTS);
    }

    private static boolean fits(String schema, SchemaOptions options, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Constraint.of(compiled(schema, options).grammar(), BYTES).fitting(bytes) > bytes.length;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"integer\"} ~ 1 -2 0 1.0 ~ 1.5 \"1\" null",
                "{\"type\":[\"null\",\"boolean\"]} ~ null true false ~ 0 \"\"",
                "{\"enum\":[1,\"a\",[1],{\"b\":null}]} ~ 1 1.0 \"a\" [1] {\"b\":null} ~ 2 \"b\" [] [1,1] {\"b\":1} {}",
                "{\"const\":-0.50} ~ -0.5 -0.500 ~ 0.5 -0.51 -0",
                "{\"minimum\":-1.5} ~ -1.5 -1 -0 0 7.25 \"a\" ~ -1.51 -2 -10",
                "{\"exclusiveMinimum\":12.5} ~ 12.51 13 100 ~ 12.5 12.50 12 9 -13",
                "{\"maximum\":120} ~ 120 120.0 99.9 0 -500 ~ 120.1 121 1000",
                "{\"exclusiveMaximum\":0} ~ -0.1 -7 ~ 0 -0 0.0 1",
                "{\"minimum\":1,\"exclusiveMinimum\":true} ~ 1.1 2 ~ 1 1.0 0",
                "{\"multipleOf\":7} ~ 0 7 -14 21.0 ~ 1 8 7.5",
                "{\"multipleOf\":0.25} ~ 0.25 3 1.5 -0.750 ~ 0.3 0.2 0.255",
                "{\"minLength\":2,\"maxLength\":3} ~ \"ab\" \"äöü\" \"\\n\\\"\" 1 ~ \"\" \"a\" \"abcd\"",
                "{\"pattern\":\"^a+/$\"} ~ \"a/\" \"aa\\/\" 1 ~ \"\" \"/\" \"\\u0061/\"",
                "{\"format\":\"date\"} ~ \"2024-02-29\" \"2000-02-29\" ~ \"2023-02-29\" \"1900-02-29\" \"2024-13-01\"",
                "{\"format\":\"date-time\"} ~ \"2024-02-29T23:59:59.5Z\" ~ \"2024-02-29\" \"2024-02-30T00:00:00Z\"",
                "{\"format\":\"ipv6\"} ~ \"::\" \"::1\" \"1::\" \"1:2:3:4:5:6:7:8\" \"::ffff:1.2.3.4\" ~ \"1\" \"1::2::3\"",
                "{\"format\":\"duration\"} ~ \"P1D\" \"PT1H2M\" \"P3W\" ~ \"P\" \"PT\" \"P1W2D\"",
                "{\"prefixItems\":[{\"type\":\"string\"}],\"items\":{\"type\":\"null\"}} ~ [] [\"a\"] [\"a\",null] 1 ~ [1] [\"a\",1]",
                "{\"items\":[{\"type\":\"null\"}],\"additionalItems\":false} ~ [] [null] ~ [1] [null,null]",
                "{\"minItems\":1,\"maxItems\":2} ~ [1] [1,2] ~ [] [1,2,3]",
                "{\"contains\":{\"const\":1}} ~ [1] [2,1,3] 5 ~ [] [2]",
                "{\"contains\":{\"const\":1},\"minContains\":2} ~ [1,1] [1,2,1] ~ [1] [1,2]",
                "{\"contains\":{\"const\":1},\"minContains\":0,\"maxContains\":0} ~ [] [2] ~ [1] [2,1]",
                "{\"properties\":{\"a\":{\"type\":\"null\"}}} ~ {} {\"a\":null} {\"b\":1} [] ~ {\"a\":1}",
                "{\"required\":[\"a\",\"b\"]} ~ {\"b\":1,\"a\":2} {\"c\":0,\"a\":1,\"b\":1} ~ {} {\"a\":1}",
                "{\"properties\":{\"a\":{}},\"additionalProperties\":{\"type\":\"null\"}} ~ {\"a\":1} {\"b\":null} ~ {\"b\":1}",
                "{\"patternProperties\":{\"^x\":{\"type\":\"null\"}},\"additionalProperties\":false} ~ {} {\"xy\":null} ~ {\"xy\":1} {\"y\":null}",
                "{\"propertyNames\":{\"maxLength\":2}} ~ {} {\"ab\":1} ~ {\"abc\":1}",
                "{\"minProperties\":1,\"maxProperties\":1} ~ {\"a\":1} ~ {} {\"a\":1,\"b\":2}",
                "{\"dependentRequired\":{\"a\":[\"b\"]}} ~ {} {\"b\":1} {\"a\":1,\"b\":1} ~ {\"a\":1}",
                "{\"dependentSchemas\":{\"a\":{\"maxProperties\":1}}} ~ {\"a\":1} {\"b\":1,\"c\":1} ~ {\"a\":1,\"b\":1}",
                "{\"dependencies\":{\"a\":[\"b\"],\"c\":false}} ~ {} {\"a\":1,\"b\":1} ~ {\"a\":1} {\"c\":1}",
                "{\"allOf\":[{\"minimum\":2},{\"maximum\":3}]} ~ 2 3 ~ 1 4",
                "{\"anyOf\":[{\"type\":\"null\"},{\"type\":\"string\"}]} ~ null \"\" ~ 1",
                "{\"oneOf\":[{\"minimum\":2},{\"maximum\":3}]} ~ 1 4 ~ 2 2.5 3 \"a\"",
                "{\"oneOf\":[{\"required\":[\"a\"]},{\"required\":[\"b\"]}]} ~ {\"a\":1} {\"b\":1} ~ {} {\"a\":1,\"b\":1}",
                "{\"not\":{\"type\":\"object\"}} ~ 1 [] ~ {}",
                "{\"not\":{\"properties\":{\"a\":{\"type\":\"null\"}}}} ~ {\"a\":1} {\"b\":1,\"a\":1} ~ {} {\"a\":null} 1",
                "{\"not\":{\"items\":{\"type\":\"null\"}}} ~ [1] [null,1] ~ [] [null] 1",
                "{\"not\":{\"additionalProperties\":{\"type\":\"null\"}}} ~ {\"a\":1} {\"a\":null,\"b\":1} ~ {} {\"a\":null}",
                "{\"if\":{\"minimum\":5},\"then\":{\"multipleOf\":2},\"else\":{\"multipleOf\":3}} ~ 6 8 3 0 ~ 5 7 4 2",
                "{\"$ref\":\"#/$defs/t\",\"$defs\":{\"t\":{\"properties\":{\"n\":{\"$ref\":\"#/$defs/t\"}},\"additionalProperties\":false}}} ~ {} {\"n\":{\"n\":{}}} ~ {\"m\":1} {\"n\":{\"m\":1}}",
                "{\"$ref\":\"#t\",\"$defs\":{\"x\":{\"$anchor\":\"t\",\"type\":\"null\"}}} ~ null ~ 1"
            })
    void aKeywordHoldsOfWhatTheSpecificationSays(String schema, String valid, String invalid) throws IOException {
        for (String text : valid.split(" ")) {
            assertThat(fits(schema, LETTER, text)).as("valid " + text).isTrue();
        }
        for (String text : invalid.split(" ")) {
            assertThat(fits(schema, LETTER, text)).as("invalid " + text).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{\"uniqueItems\":true} ~ uniqueItems",
                "{\"$ref\":\"other.json\"} ~ $ref",
                "{\"$ref\":\"#/$defs/none\"} ~ $ref",
                "{\"allOf\":[{\"$ref\":\"#\"}]} ~ $ref",
                "{\"type\":\"text\"} ~ type",
                "{\"pattern\":\"(\"} ~ pattern",
                "{\"not\":{\"format\":\"hostname\"}} ~ format",
                "{\"multipleOf\":0.3} ~ multipleOf",
                "{\"unevaluatedItems\":false} ~ unevaluatedItems"
            })
    void whatCannotBeEnforcedIsRefusedByKeyword(String schema, String keyword) {
        assertThatThrownBy(() -> compiled(schema, LETTER))
                .isInstanceOfSatisfying(
                        GrammarException.class,
                        refused -> assertThat(refused.keyword()).isEqualTo(keyword));
    }

    @Test
    void anUnknownFormatIsListedWithItsPlace() throws IOException {
        String schema = "{\"properties\":{\"a\":{\"format\":\"color\"}}}";
        assertThat(compiled(schema, LETTER).notEnforced())
                .containsExactly(new SchemaGrammar.NotEnforced("format", "color", "#/properties/a"));
    }

    @Test
    void byDefaultObjectsAreClosedAndInTheSchemasOrder() throws IOException {
        String schema = "{\"properties\":{\"a\":{\"type\":\"integer\"},\"b\":{\"type\":\"null\"}}}";
        assertThat(fits(schema, SchemaOptions.DEFAULTS, "{\"a\": 1, \"b\":null}"))
                .isTrue();
        assertThat(fits(schema, SchemaOptions.DEFAULTS, "{\"b\":null,\"a\":1}")).isFalse();
        assertThat(fits(schema, SchemaOptions.DEFAULTS, "{\"c\":1}")).isFalse();
        assertThat(fits(schema, SchemaOptions.DEFAULTS, "{\"a\":1.0}")).isFalse();
    }
}
