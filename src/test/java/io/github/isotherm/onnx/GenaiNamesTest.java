package io.github.isotherm.onnx;

import static io.github.isotherm.onnx.GraphTest.port;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxJavaType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The names that {@code genai_config.json} gives a graph's inputs and outputs are those by which they are found. */
class GenaiNamesTest {
    private static ModelHints hints(Map<String, String> inputs, Map<String, String> outputs) {
        return new ModelHints(
                64, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), Map.of(), inputs, outputs);
    }

    private static List<FedInput> fed(Map<String, String> names) {
        Port port = port("renamed", OnnxJavaType.INT64, "rows", "tokens");
        return FedInput.of(Map.of("renamed", port), hints(names, Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "input_ids",
                "attention_mask",
                "position_ids",
                "past_sequence_length",
                "total_sequence_length",
                "cache_position",
                "num_logits_to_keep",
                "seqlens_k",
                "token_type_ids",
                "use_cache_branch"
            })
    void anInputIsFoundByItsName(String role) {
        assertThat(fed(Map.of())).isEmpty();
        assertThat(fed(Map.of(role, "renamed")))
                .singleElement()
                .satisfies(input -> assertThat(input.role().names()).contains(role));
    }

    @ParameterizedTest
    @ValueSource(strings = {"current_sequence_length", "past_key_values_length", "block_table", "inputs_embeds"})
    void otherInputsAreNot(String role) {
        assertThat(fed(Map.of(role, "renamed"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "names",
                "key_names",
                "value_names",
                "key_scale_names",
                "value_scale_names",
                "conv_names",
                "recurrent_names",
                "ple_token_names",
                "ple_conv_names",
                "indexer_names"
            })
    void aStateGoesOnInTheOutputOfItsName(String state) {
        Map<String, Port> outputs = new LinkedHashMap<>();
        outputs.put("after.3", port("after.3", OnnxJavaType.FLOAT, 1, 2));
        ModelHints named = hints(Map.of("past_" + state, "before.%d"), Map.of("present_" + state, "after.%d"));
        assertThat(new StateNames(outputs, named).continuation("before.3")).isEqualTo(outputs.get("after.3"));
        assertThat(new StateNames(outputs, named).continuation("before.4")).isNull();
        assertThat(new StateNames(outputs, hints(Map.of(), Map.of())).continuation("before.3"))
                .isNull();
    }

    @Test
    void logitsAreFoundByTheirName() {
        Map<String, Port> outputs = new LinkedHashMap<>();
        outputs.put("wide", port("wide", OnnxJavaType.FLOAT, "rows", "tokens", 64));
        outputs.put("narrow", port("narrow", OnnxJavaType.FLOAT, "rows", "tokens", 32));
        Port ids = port("input_ids", OnnxJavaType.INT64, "rows", "tokens");
        assertThat(LogitsPort.of(outputs, List.of(), ids, hints(Map.of(), Map.of()))
                        .port())
                .isEqualTo(outputs.get("wide"));
        assertThat(LogitsPort.of(outputs, List.of(), ids, hints(Map.of(), Map.of("logits", "narrow")))
                        .port())
                .isEqualTo(outputs.get("narrow"));
    }
}
