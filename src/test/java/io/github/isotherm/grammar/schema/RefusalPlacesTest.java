package io.github.isotherm.grammar.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.grammar.GrammarException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalPlacesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"text\"} | type | #",
                "{\"properties\":{\"a/b\":{\"pattern\":\"(\"}}} | pattern | #/properties/a~1b",
                "{\"items\":{\"uniqueItems\":true}} | uniqueItems | #/items",
                "{\"anyOf\":[{},{\"not\":{\"format\":\"hostname\"}}]} | format | #/anyOf/1/not",
                "{\"$ref\":\"#/$defs/d\",\"$defs\":{\"d\":{\"minimum\":\"1\"}}} | minimum | #/$defs/d",
                "{\"$ref\":\"#x\",\"$defs\":{\"d\":{\"$anchor\":\"x\",\"minItems\":-1}}} | minItems | #/$defs/d",
                "{\"properties\":{\"a\":7}} | properties | #/properties/a",
                "{\"items\":{\"allOf\":[{},null]}} | allOf | #/items/allOf/1",
                "{\"items\":{\"not\":\"a\"}} | not | #/items/not",
                "{\"items\":{\"const\":[{\"a\":\"\\ud800\"}]}} | const | #/items",
                "{\"items\":{\"allOf\":[{\"contains\":{\"const\":1},\"minContains\":2},{\"contains\":{\"const\":2}}]}} | allOf | #/items",
                "{\"items\":{\"unevaluatedItems\":false}} | unevaluatedItems | #/items"
            })
    void aRefusalNamesTheKeywordAndWhereItStands(String schema, String keyword, String place) {
        assertThatThrownBy(() -> Judged.compiled(schema, Judged.LETTER))
                .isInstanceOfSatisfying(GrammarException.class, refused -> {
                    assertThat(refused.keyword()).isEqualTo(keyword);
                    assertThat(refused.place()).isEqualTo(place);
                    assertThat(refused).hasMessageContaining(place.equals("#") ? "root" : place);
                });
    }
}
