package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.generate.MarkedBytes;
import io.github.isotherm.generate.ScriptedModel;
import io.github.isotherm.next.BlankPrompt;
import io.github.isotherm.next.FilledBlank;
import io.github.isotherm.next.NextTokens;
import io.github.isotherm.next.NextTokens.Candidate;
import io.github.isotherm.next.TemperatureSweep;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** After x come a, b, c and a colon; how well z fits behind them is another matter. */
class FillingsTest {
    private static final MarkedBytes BYTES = MarkedBytes.of("<s>");
    private static final Map<Character, Double> FIRST = Map.of('a', 0.4, 'b', 0.3, 'c', 0.2, ':', 0.1);
    private static final Map<Character, Double> BEHIND = Map.of('a', 0.1, 'b', 0.9, 'c', 0.5, ':', 1.0);

    private final LocalModel model = LocalModel.of(new ModelParts(
            "scripted",
            new ScriptedModel(BYTES.size(), 20, FillingsTest::logits),
            BYTES,
            BYTES,
            SamplingSettings.NONE,
            List.of(0),
            null));

    private static float[] logits(List<Integer> sequence) {
        float[] logits = new float[BYTES.size()];
        Arrays.fill(logits, Float.NEGATIVE_INFINITY);
        char last = (char) (int) sequence.get(sequence.size() - 1);
        if (last == 'x') {
            FIRST.forEach((letter, p) -> logits[letter] = (float) Math.log(p));
        } else {
            double fits = BEHIND.getOrDefault(last, 1.0);
            logits['z'] = (float) Math.log(fits);
            logits['y'] = fits == 1 ? Float.NEGATIVE_INFINITY : (float) Math.log(1 - fits);
        }
        return logits;
    }

    private NextTokens scored(BlankPrompt blank, double temperature, String... words) {
        return model.next(
                model.encodePrompt(blank.text()),
                new TemperatureSweep(
                        ProcessorChain.EMPTY, List.of(temperature), 2, model.fillings(blank, List.of(words))));
    }

    @Test
    void aWordCountsWithWhatFollowsIt() {
        BlankPrompt blank = BlankPrompt.anywhere("x___z");
        List<Candidate> words =
                scored(blank, 1, "b", "a").distributions().get(0).candidates();
        assertThat(words).extracting(Candidate::text).containsExactly("b", "a");
        assertThat(words.get(0).probability()).isCloseTo(0.3 * 0.9, within(1e-7));
        assertThat(words.get(1).probability()).isCloseTo(0.4 * 0.1, within(1e-7));
        assertThat(words.get(0).share()).isCloseTo(0.27 / 0.31, within(1e-7));
        assertThat(words.get(0).rank()).isNull();
    }

    @Test
    void theTemperatureActsOnWordAndRest() {
        Candidate word = scored(BlankPrompt.anywhere("x___z"), 0.5, "c")
                .distributions()
                .get(0)
                .candidates()
                .get(0);
        double first = 0.04 / (0.16 + 0.09 + 0.04 + 0.01);
        assertThat(word.probability()).isCloseTo(first * 0.5, within(1e-6));
    }

    @Test
    void theModelsOwnWordsAreRankedAnewByWhatFollows() {
        BlankPrompt blank = BlankPrompt.anywhere("x___z");
        NextTokens all = scored(blank, 1);
        assertThat(all.distributions().get(0).candidates())
                .extracting(Candidate::text)
                .startsWith("a", "b", "c")
                .doesNotContain(":", "<s>");
        FilledBlank best = FilledBlank.of(blank.suffix(), true, all, 2);
        List<Candidate> listed = best.next().distributions().get(0).candidates();
        assertThat(listed).extracting(Candidate::text).containsExactly("b", "c");
        assertThat(listed.get(1).share()).isCloseTo(0.1 / 0.37, within(1e-7));
        assertThat(best.considered())
                .isEqualTo(all.distributions().get(0).candidates().size());
    }

    @Test
    void aSpaceBeforeTheBlankBelongsToTheWord() {
        assertThat(model.fillings(BlankPrompt.anywhere("x ___ z"), List.of("day", " day")))
                .extracting(TemperatureSweep.Word::text)
                .containsExactly(" day", " day");
        assertThat(model.fillings(BlankPrompt.anywhere("x___z"), List.of("day")))
                .satisfiesExactly(
                        word -> assertThat(word.ids()).containsExactly((int) 'd', (int) 'a', (int) 'y', (int) 'z'));
    }

    @Test
    void textIsNeededOnBothSides() {
        for (String bare : List.of("___ z", "x ___")) {
            assertThatThrownBy(() -> model.fillings(BlankPrompt.anywhere(bare), List.of("a")))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining("no text before it or none behind it");
        }
        assertThatThrownBy(() -> model.fillings(BlankPrompt.anywhere("x ___ z"), List.of(" ")))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("candidate is empty");
    }
}
