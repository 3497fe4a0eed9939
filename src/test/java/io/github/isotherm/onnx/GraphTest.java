package io.github.isotherm.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxJavaType;
import io.github.isotherm.error.ModelException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class GraphTest {
    private static final Port IDS = port("input_ids", OnnxJavaType.INT64, "batch_size", "sequence_length");
    private static final Port LOGITS = port("logits", OnnxJavaType.FLOAT, "batch_size", "sequence_length", 100);

    @Test
    void otherKindsOfModelAreRefusedByName() {
        refused("encoder_hidden_states.*encoder-decoder", LOGITS, IDS, floats("encoder_hidden_states"));
        refused("past_key_values.0.encoder.key.*encoder-decoder", LOGITS, IDS, floats("past_key_values.0.encoder.key"));
        refused("pixel_values.*multimodal", LOGITS, IDS, floats("pixel_values"));
        refused("inputs_embeds but no input_ids.*multimodal", LOGITS, floats("inputs_embeds"));
        refused("has the inputs \\[sound] but no input_ids", LOGITS, floats("sound"));
        refused("input surprise \\(of 2\\).*cannot fill", LOGITS, IDS, floats("surprise"));
        refused("none is logits", port("length", OnnxJavaType.INT64, "n"), IDS);
        refused("exactly 4 rows", LOGITS, port("input_ids", OnnxJavaType.INT64, 4, "n"));
        refused("has 4 dimensions", LOGITS, IDS, port("attention_mask", OnnxJavaType.FLOAT, "b", 1, "n", "m"));
    }

    @Test
    void hiddenStatesAreNoLogits() {
        ModelHints hints = new ModelHints(
                10,
                OptionalInt.of(100),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Map.of("hidden_size", 32),
                Map.of(),
                Map.of());
        Port hidden = port("last_hidden_state", OnnxJavaType.FLOAT, "batch_size", "sequence_length", 32);
        assertThatThrownBy(() -> Graph.of(map(IDS), map(hidden), hints, Map.of()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("hidden states but no logits");
    }

    @Test
    void openSizesThatNoFileKnowsAreNamed() {
        Port past =
                port("past_key_values.0.key", OnnxJavaType.FLOAT, "batch_size", 2, "past_sequence_length", "mystery");
        Port present = port("present.0.key", OnnxJavaType.FLOAT, "batch_size", 2, "total", "mystery");
        assertThatThrownBy(() -> Graph.of(map(IDS, past), map(LOGITS, present), ModelHints.NONE, Map.of()))
                .hasMessageContaining("dimension 3 (\"mystery\") of past_key_values.0.key open");
    }

    @Test
    void namesOfStatesAreAlikeButForTheTense() {
        assertThat(StateNames.kind("past_key_values.3.key")).isEqualTo(StateNames.kind("present.3.key"));
        assertThat(StateNames.kind("past_conv.0")).isEqualTo(StateNames.kind("present_conv.0"));
        assertThat(StateNames.kind("kCacheIn_7")).isEqualTo(StateNames.kind("kCacheOut_7"));
        assertThat(StateNames.kind("past_key_values.3.key")).isNotEqualTo(StateNames.kind("present.3.value"));
        assertThat(StateNames.kind("past_1")).isNotEqualTo(StateNames.kind("present_11"));
    }

    private static void refused(String sentence, Port output, Port... inputs) {
        assertThatThrownBy(() -> Graph.of(map(inputs), map(output), ModelHints.NONE, Map.of()))
                .isInstanceOf(ModelException.class)
                .message()
                .containsPattern(sentence)
                .endsWith(".");
    }

    private static Port floats(String name) {
        return port(name, OnnxJavaType.FLOAT, "batch_size", "sequence_length", 8);
    }

    static Port port(String name, OnnxJavaType type, Object... dims) {
        List<Long> sizes = java.util.Arrays.stream(dims)
                .map(dim -> dim instanceof Integer size ? (long) size : -1L)
                .toList();
        List<String> symbols = java.util.Arrays.stream(dims)
                .map(dim -> dim instanceof String symbol ? symbol : "")
                .toList();
        return new Port(name, type, sizes, symbols);
    }

    private static Map<String, Port> map(Port... ports) {
        Map<String, Port> map = new LinkedHashMap<>();
        for (Port port : ports) {
            map.put(port.name(), port);
        }
        return map;
    }
}
