package io.github.isotherm.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.InvalidValueException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaygroundRequestTest {
    private static PlaygroundRequest read(String json) {
        return PlaygroundRequest.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void everyFieldIsRead() {
        PlaygroundRequest request = read("""
                {"prompt": "caffè ___", "raw": true, "ids": [1, 2], "branch": [3], "candidates": ["day"],
                 "temperatures": [0.5, 2], "chain": "top-k=40", "top": 7, "samples": 3, "max_tokens": 9,
                 "sentence": true, "seed": 9007199254740991}""");
        assertThat(request.prompt()).isEqualTo("caffè ___");
        assertThat(request.raw()).isTrue();
        assertThat(request.ids()).containsExactly(1, 2);
        assertThat(request.branch()).containsExactly(3);
        assertThat(request.candidates()).containsExactly("day");
        assertThat(request.temperatures()).containsExactly(0.5, 2.0);
        assertThat(request.chain()).isEqualTo("top-k=40");
        assertThat(request.top()).isEqualTo(7);
        assertThat(request.samples()).isEqualTo(3);
        assertThat(request.maxTokens()).isEqualTo(9);
        assertThat(request.sentence()).isTrue();
        assertThat(read("{}").sentence()).isFalse();
        assertThat(request.seed()).isEqualTo(9007199254740991L);
        assertThat(read("{}").seed()).isNull();
    }

    @Test
    void nestingWithoutEndIsNoErrorInside() {
        assertThatThrownBy(() -> read("[".repeat(100_000)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("The request is not JSON; send one JSON object.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ |not JSON",
                "'' |must be one JSON object",
                "[1] |must be one JSON object",
                "{\"promt\": 1} |promt",
                "{\"ids\": 1} |ids is 1 but must be a list",
                "{\"ids\": [1.5]} |1.5",
                "{\"ids\": [99999999999]} |99999999999",
                "{\"temperatures\": [\"hot\"]} |hot",
                "{\"prompt\": 3} |prompt is 3 but must be a text",
                "{\"raw\": \"yes\"} |raw is \"yes\" but must be true or false",
                "{\"sentence\": 1} |sentence is 1 but must be true or false",
                "{\"seed\": -1} |seed is -1",
                "{\"seed\": 1.5} |seed is 1.5",
                "{\"seed\": 99999999999999999999} |seed is"
            })
    void whatIsWrongIsSaidInASentence(String json, String sentence) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining(sentence)
                .hasMessageEndingWith(".");
    }
}
