package io.github.isotherm.onnx;

import static io.github.isotherm.onnx.Models.at;
import static io.github.isotherm.onnx.Models.randomIds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.isotherm.EngineOptions;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.generate.KeyValueType;
import io.github.isotherm.generate.Logits;
import io.github.isotherm.generate.Sequence;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small graphs with keys and values of 16 bits. */
class HalfStatesTest {
    private static final Path FIXTURES = Path.of("src", "test", "resources", "fixtures");
    private static final EngineOptions HALF =
            EngineOptions.defaults().withThreads(1).withKeyValues(KeyValueType.FLOAT16);

    private static OnnxModel open(String name, EngineOptions options) {
        return Models.open(FIXTURES.resolve(name), options);
    }

    private static float[][] fed(OnnxModel model, int[] ids, int first) {
        float[][] last = new float[1][];
        try (Sequence sequence = model.open()) {
            for (int from = 0; from < ids.length; ) {
                int to = from == 0 ? first : from + 1;
                Logits logits = Models.run(model, sequence, java.util.Arrays.copyOfRange(ids, from, to), 1);
                last[0] = at(model, logits, 0, 0);
                from = to;
            }
        }
        return last;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"families/llama", "families/llama-packed", "families/qwen3", "families/gemma3", "families/phi"})
    void halfTheMemoryAndOneDistributionThatIsNearly32Bits(String name) {
        try (OnnxModel half = open(name, HALF);
                OnnxModel whole = open(name, EngineOptions.defaults().withThreads(1))) {
            assertThat(2 * half.stateBytes(10)).isEqualTo(whole.stateBytes(10));
            assertThat(half.isExact()).isEqualTo(whole.isExact()).isTrue();
            int[] ids = randomIds(20, half.vocabularySize(), 1);
            float[] atOnce = fed(half, ids, 20)[0];
            for (int first : new int[] {1, 2, 7, 19}) {
                assertThat(fed(half, ids, first)[0])
                        .as("first %d, then one by one", first)
                        .isEqualTo(atOnce);
            }
            float[] expected = fed(whole, ids, 20)[0];
            float largest = 0;
            for (float logit : expected) {
                largest = Math.max(largest, Math.abs(logit));
            }
            assertThat(atOnce).isNotEqualTo(expected);
            for (int i = 0; i < expected.length; i++) {
                assertThat(atOnce[i]).isCloseTo(expected[i], within(0.02f * largest));
            }
        }
    }

    @Test
    void statesOf16BitsInTheFileStayThat() {
        try (OnnxModel half = open("layouts/grouped-half", HALF);
                OnnxModel file =
                        open("layouts/grouped-half", EngineOptions.defaults().withThreads(1))) {
            assertThat(half.stateBytes(10)).isEqualTo(file.stateBytes(10));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"layouts/bloom", "families/llama-int8-states"})
    void aGraphThatCannotIsRefusedByName(String name) {
        assertThatThrownBy(() -> open(name, HALF).close())
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(".onnx has no keys and values that could be kept in 16 bits")
                .hasMessageContaining("--kv-type file");
    }

    @Test
    void anUntouchedGraphKeepsWhatItsFileHas() {
        assertThat(HALF.withAsIs(true).keyValues()).isEqualTo(KeyValueType.FILE);
        assertThatThrownBy(() -> EngineOptions.defaults().withAsIs(true).withKeyValues(KeyValueType.FLOAT16))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("float16");
    }
}
