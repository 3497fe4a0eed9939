package io.github.isotherm.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTreeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "\"\\u00e8 \\\"q\\\" \\n\"",
                "-0.5e-3",
                "2147483648",
                "123456789012345678901234567890",
                "{\"a\":{\"b\":[1,true,false,null,\"x\",{\"c\":[]}]},\"a2\":1.5,\"a\":\"the last counts\"}",
                ""
            })
    void isTheTreeOfJacksonsObjectMapper(String json) throws IOException {
        assertThat(JsonTree.read(json.getBytes(StandardCharsets.UTF_8))).isEqualTo(new ObjectMapper().readTree(json));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[1", "[1,]", "{\"a\":}", "{\"a\" 1}", "nul", "}"})
    void refusesWhatIsNotJson(String json) {
        assertThatThrownBy(() -> JsonTree.read(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void readsWhatPythonWrites() throws IOException {
        assertThat(JsonTree.read("[Infinity, -Infinity, NaN]".getBytes(StandardCharsets.UTF_8)))
                .extracting(node -> node.doubleValue())
                .containsExactly(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN);
    }

    @Test
    void readsTheFirstValueOnly() throws IOException {
        assertThat(JsonTree.read("1 2".getBytes(StandardCharsets.UTF_8)).intValue())
                .isEqualTo(1);
    }
}
