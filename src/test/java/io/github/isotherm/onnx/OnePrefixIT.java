package io.github.isotherm.onnx;

import static io.github.isotherm.onnx.Models.at;
import static io.github.isotherm.onnx.Models.randomIds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.EngineOptions;
import io.github.isotherm.generate.Activations;
import io.github.isotherm.generate.Feed;
import io.github.isotherm.generate.Logits;
import io.github.isotherm.generate.Sequence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bundled model: logits and states are functions of the ids alone, to the bit. */
class OnePrefixIT {
    private static final int[] LENGTHS = {1, 2, 3, 4, 5, 9, 12, 17, 23, 30, 40, 47, 64, 80, 90, 100, 127, 128, 129, 130
    };
    private static final int[] LONG = {200, 257, 300, 400, 600};

    private static OnnxModel open(Activations activations) {
        return Models.open(
                Models.BUNDLED,
                EngineOptions.defaults().withActivations(activations).withRows(8));
    }

    @ParameterizedTest
    @EnumSource(names = {"EXACT", "FAST"})
    void aSplitInAnyCompanyIsTheWhole(Activations activations) {
        try (OnnxModel model = open(activations)) {
            check(model);
        }
    }

    private static void check(OnnxModel model) {
        assertThat(model.isExact()).isTrue();
        assertThat(model.rowsAtOnce()).isEqualTo(8);
        List<Splits.Text> texts = new ArrayList<>();
        for (int i = 0; i < LENGTHS.length; i++) {
            Splits.Text text = Splits.Text.of(model, randomIds(LENGTHS[i], model.vocabularySize(), i));
            texts.addAll(Collections.nCopies(9, text));
        }
        for (int i = 0; i < LONG.length; i++) {
            Splits.Text text = Splits.Text.of(model, randomIds(LONG[i], model.vocabularySize(), 100 + i));
            texts.addAll(Collections.nCopies(4, text));
        }
        assertThat(texts).hasSize(200);
        Collections.shuffle(texts, new Random(1));
        new Splits(model, 2).check(texts, 8);
    }

    /** What the whole is compared with: the graph as it lies on disk, where none of its kernels meets a lone row. */
    @Test
    void theWholeIsWhatTheGraphOnDiskGives() {
        try (OnnxModel model = open(Activations.FAST);
                OnnxModel asIs =
                        Models.open(Models.BUNDLED, EngineOptions.defaults().withAsIs(true))) {
            assertThat(asIs.isExact()).isFalse();
            for (int length : new int[] {2, 40, 128, 130, 300, 512}) {
                int[] ids = randomIds(length, model.vocabularySize(), length);
                try (Sequence ours = model.open();
                        Sequence theirs = asIs.open()) {
                    int kept = Math.min(3, length);
                    Logits logits = model.run(List.of(new Feed(ours, ids, kept)));
                    Logits expected = asIs.run(List.of(new Feed(theirs, ids, kept)));
                    for (int i = 0; i < kept; i++) {
                        assertThat(at(model, logits, 0, i)).isEqualTo(at(asIs, expected, 0, i));
                    }
                    assertThat(Splits.checksum(model, ours)).isEqualTo(Splits.checksum(asIs, theirs));
                }
            }
        }
    }
}
