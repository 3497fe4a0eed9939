package io.github.isotherm.grammar.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.grammar.GrammarException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UniqueItemsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{\"items\":{\"enum\":[\"a\",\"b\",\"c\"]},\"uniqueItems\":true} ~ [] [\"b\"] [\"c\",\"a\",\"b\"] 7 ~ [\"a\",\"a\"] [\"a\",\"b\",\"a\"] [\"d\"]",
                "{\"items\":{\"enum\":[\"a\",\"b\",\"c\"]},\"uniqueItems\":true,\"minItems\":2,\"maxItems\":2} ~ [\"b\",\"a\"] ~ [] [\"a\"] [\"a\",\"a\"] [\"a\",\"b\",\"c\"]",
                "{\"items\":{\"enum\":[1,1.0,2,{\"a\":1,\"b\":2},{\"b\":2,\"a\":1.0}]},\"uniqueItems\":true} ~ [1,2] [2,1.0] [{\"b\":2,\"a\":1},1] ~ [1,1.0] [1.0,1] [{\"a\":1,\"b\":2},{\"b\":2,\"a\":1}]",
                "{\"items\":{\"type\":\"boolean\"},\"uniqueItems\":true} ~ [true,false] [false] ~ [true,true] [null]",
                "{\"items\":{\"type\":\"integer\",\"minimum\":1,\"exclusiveMaximum\":4},\"uniqueItems\":true} ~ [3,1,2] [1.0,2] ~ [4] [1,1.0] [2,2]",
                "{\"items\":{\"const\":null},\"uniqueItems\":true} ~ [] [null] ~ [null,null]",
                "{\"items\":{\"$ref\":\"#/$defs/d\"},\"uniqueItems\":true,\"$defs\":{\"d\":{\"anyOf\":[{\"const\":\"x\"},{\"enum\":[\"x\",\"y\"]}]}}} ~ [\"x\",\"y\"] ~ [\"x\",\"x\"]",
                "{\"items\":{\"enum\":[\"a\",\"bb\"],\"minLength\":2},\"uniqueItems\":true} ~ [\"bb\"] ~ [\"a\"] [\"bb\",\"bb\"]",
                "{\"items\":{\"enum\":[1,2,3]},\"contains\":{\"const\":3},\"uniqueItems\":true} ~ [3] [1,3] [3,2,1] ~ [] [1,2] [3,3]",
                "{\"prefixItems\":[{\"type\":\"string\"},{\"type\":\"number\"}],\"items\":false,\"uniqueItems\":true} ~ [\"a\",1] [] ~ [1] [\"a\",1,2]",
                "{\"items\":{\"type\":\"string\"},\"maxItems\":1,\"uniqueItems\":true} ~ [\"a\"] [] ~ [\"a\",\"a\"]",
                "{\"uniqueItems\":false} ~ [1,1] ~ [1,1"
            })
    void eachValueComesOnce(String schema, String valid, String invalid) {
        Judged judged = new Judged(schema, Judged.LETTER);
        for (String text : valid.split(" ")) {
            assertThat(judged.accepts(text)).as("valid " + text).isTrue();
        }
        for (String text : invalid.split(" ")) {
            assertThat(judged.accepts(text)).as("invalid " + text).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"properties\":{\"a\":{\"items\":{\"type\":\"string\"},\"uniqueItems\":true}}}",
                "{\"properties\":{\"a\":{\"items\":{\"anyOf\":[{\"const\":1},{\"type\":\"string\"}]},\"uniqueItems\":true}}}",
                "{\"properties\":{\"a\":{\"prefixItems\":[{\"type\":\"number\"},{\"type\":\"integer\"}],\"items\":false,\"uniqueItems\":true}}}"
            })
    void itemsThatAreNotListedAreRefusedByKeywordAndPlace(String schema) {
        assertThatThrownBy(() -> Judged.compiled(schema, Judged.LETTER))
                .isInstanceOfSatisfying(GrammarException.class, refused -> {
                    assertThat(refused.keyword()).isEqualTo("uniqueItems");
                    assertThat(refused.place()).endsWith("/properties/a");
                });
    }

    @Test
    void theLastValueLeftIsTheOnlyOne() {
        String schema = "{\"type\":\"array\",\"items\":{\"enum\":[\"a\",\"b\"]},\"uniqueItems\":true,\"minItems\":2}";
        Judged judged = new Judged(schema, SchemaOptions.DEFAULTS);
        assertThat(judged.accepts("[\"a\", \"b\"]")).isTrue();
        assertThat(judged.accepts("[\"b\",\"b\"]")).isFalse();
    }
}
