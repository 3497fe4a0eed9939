package io.github.isotherm.onnx;

import static io.github.isotherm.onnx.Models.randomIds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.isotherm.EngineOptions;
import io.github.isotherm.generate.Activations;
import io.github.isotherm.generate.KeyValueType;
import io.github.isotherm.generate.Sequence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bundled model with keys and values of 16 bits. */
class HalfStatesIT {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "activations-smollm2.json");
    private static final int[] LENGTHS = {1, 2, 3, 43, 127, 128, 129, 130, 257, 300};

    private static OnnxModel open(Activations activations) {
        return Models.open(
                Models.BUNDLED,
                EngineOptions.defaults()
                        .withActivations(activations)
                        .withKeyValues(KeyValueType.FLOAT16)
                        .withRows(4));
    }

    @ParameterizedTest
    @EnumSource(names = {"EXACT", "FAST"})
    void aSplitInAnyCompanyIsTheWhole(Activations activations) {
        try (OnnxModel model = open(activations)) {
            assertThat(model.isExact()).isTrue();
            List<Splits.Text> texts = new ArrayList<>();
            for (int i = 0; i < LENGTHS.length; i++) {
                int[] ids = randomIds(LENGTHS[i], model.vocabularySize(), i);
                texts.addAll(Collections.nCopies(3, Splits.Text.of(model, ids)));
            }
            Collections.shuffle(texts, new Random(1));
            new Splits(model, 2).check(texts, 4);
        }
    }

    /** 30 layers, keys and values, 3 heads of 64. */
    @Test
    void aTokenTakesTwoBytesANumber() {
        try (OnnxModel model = open(Activations.FAST)) {
            assertThat(model.stateBytes(1000)).isEqualTo(1000L * 30 * 2 * 3 * 64 * 2);
        }
    }

    /** With 32 bits and unrounded activations. At 3,072 positions of the check text Python finds 0.0039 between the two sizes. */
    @Test
    void probabilitiesAreThoseOf32BitsInPythonButForFourThousandths() throws IOException {
        double largest = 0;
        try (OnnxModel model = open(Activations.EXACT)) {
            for (JsonNode prompt : new ObjectMapper().readTree(GOLDEN.toFile()).get("prompts")) {
                int[] ids = new int[prompt.get("ids").size()];
                for (int i = 0; i < ids.length; i++) {
                    ids[i] = prompt.get("ids").get(i).intValue();
                }
                try (Sequence sequence = model.open()) {
                    double[] actual = EmulatedKernelsIT.probabilities(Models.feed(model, sequence, ids));
                    for (JsonNode token : prompt.get("top")) {
                        double expected = token.get("probability").doubleValue();
                        largest = Math.max(
                                largest, Math.abs(actual[token.get("id").intValue()] - expected));
                    }
                }
            }
        }
        System.out.println("largest difference of a probability: " + largest);
        assertThat(largest).isLessThan(4e-3).isPositive();
    }
}
