package io.github.isotherm.grammar.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.isotherm.grammar.GrammarException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
    /** Another reader of JSON, as strict. */
    private static final JsonMapper JACKSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                " [ ] ",
                "{}",
                "{\"a\":{\"b\":[1,-0.5e+3,true,false,null]},\"\":\"\"}",
                "\"\\u00e9\\n\\\\\\\"\\/\\b\\f\\r\\t\\ud83d\\ude00 é😀\"",
                "[0,-0,10,1E5,123456789012345678901234567890.125]",
                "\t{\r\n\"a\" : 1 }\n"
            })
    void readsWhatAnotherReaderReads(String json) throws Exception {
        assertThat(JACKSON.readTree(JsonText.of(new JsonText(json).value()).json()))
                .isEqualTo(JACKSON.readTree(json));
    }

    @Test
    void readsAndRefusesLikeAnotherReader() {
        Random random = new Random(5);
        String[] parts = {
            "{", "}", "[", "]", "\"a\"", "\"b\"", ":", ",", "1", "-", "0", ".5", "e3", "true", "nul", "null", " "
        };
        int read = 0;
        for (int round = 0; round < 40_000; round++) {
            StringBuilder json = new StringBuilder();
            for (int n = 1 + random.nextInt(9); n > 0; n--) {
                json.append(parts[random.nextInt(parts.length)]);
            }
            boolean other = isReadByJackson(json.toString());
            assertThat(isRead(json.toString())).as(json.toString()).isEqualTo(other);
            read += other ? 1 : 0;
        }
        assertThat(read).isGreaterThan(1_000);
    }

    private static boolean isRead(String json) {
        try {
            new JsonText(json);
            return true;
        } catch (GrammarException e) {
            return false;
        }
    }

    private static boolean isReadByJackson(String json) {
        try {
            return !JACKSON.readTree(json).isMissingNode();
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            return false;
        }
    }

    @Test
    void saysWhereTextIsMalformed() {
        assertThatThrownBy(() -> new JsonText("{\"a\": 1,\n \"b\" 2}"))
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining("line 2, column 6: expected ':' but found \"2}\"");
        assertThatThrownBy(() -> new JsonText("{\"a\": 1, \"a\": 2}"))
                .hasMessageContaining("column 10: expected each name once in an object");
        assertThatThrownBy(() -> new JsonText("[".repeat(100_000))).hasMessageContaining("500 brackets");
        assertThatThrownBy(() -> new JsonText("1e99999999999")).hasMessageContaining("fewer digits");
        assertThatThrownBy(() -> new JsonText("\"a\nb\"")).hasMessageContaining("control characters");
    }

    @Test
    void writesPlainValues() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("a\"\n", Arrays.asList(1, 2.0, 0.5, true, null, "é"));
        assertThat(JsonText.of(map).json()).isEqualTo("{\"a\\\"\\u000a\":[1,2,0.5,true,null,\"é\"]}");
        assertThatThrownBy(() -> JsonText.of(Double.NaN)).isInstanceOf(GrammarException.class);
        assertThatThrownBy(() -> JsonText.of(new Object())).hasMessageContaining("java.lang.Object is not JSON");
        Object nested = 1;
        for (int depth = 0; depth < 600; depth++) {
            nested = java.util.List.of(nested);
        }
        Object deep = nested;
        assertThatThrownBy(() -> JsonText.of(deep))
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining("500");
    }
}
