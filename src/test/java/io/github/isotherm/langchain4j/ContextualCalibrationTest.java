package io.github.isotherm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.decision.request.ChoiceQuestion;
import dev.langchain4j.model.decision.request.DecisionRequest;
import dev.langchain4j.model.decision.request.Question;
import dev.langchain4j.model.decision.request.TextInput;
import dev.langchain4j.model.decision.request.YesNoQuestion;
import dev.langchain4j.model.decision.response.DecisionResponse;
import io.github.isotherm.LocalModel;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.generate.ByteCodec;
import io.github.isotherm.generate.ScriptedModel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** By hand: after a text the options have 6/10 and 4/10, after "N/A" 9/10 and 1/10, after "-" one half each. */
class ContextualCalibrationTest {
    private static final ContextualCalibration ONE = ContextualCalibration.of("N/A");
    private static final ContextualCalibration TWO = ContextualCalibration.of("N/A", "-");
    private static final List<Double> TEXT = logs(0.6, 0.4);

    private static List<Double> logs(double... probabilities) {
        return Arrays.stream(probabilities).map(Math::log).boxed().toList();
    }

    @Test
    void dividesByWhatNoContentGivesAndRenormalises() {
        assertThat(ONE.calibrated(TEXT, List.of(logs(0.9, 0.1)), 1).get(0))
                .as("6/9 beside 4/1")
                .isCloseTo(1.0 / 7, within(1e-9));
        assertThat(ONE.calibrated(TEXT, List.of(logs(0.5, 0.5)), 1).get(0)).isCloseTo(0.6, within(1e-9));
    }

    @Test
    void severalInputsCountByTheirMeanEachRenormalised() {
        assertThat(TWO.calibrated(TEXT, List.of(logs(0.09, 0.01), logs(0.5, 0.5)), 1)
                        .get(0))
                .as("6/7 beside 4/3")
                .isCloseTo(9.0 / 23, within(1e-9));
    }

    @Test
    void theTemperatureActsOnWhatIsCalibrated() {
        List<List<Double>> contentFree = List.of(logs(0.9, 0.1));
        assertThat(ONE.calibrated(TEXT, contentFree, 2).get(0)).isCloseTo(1 / (1 + Math.sqrt(6)), within(1e-9));
        assertThat(ONE.calibrated(TEXT, contentFree, 0)).containsExactly(0.0, 1.0);
    }

    @Test
    void anOptionThatTheTextRulesOutStaysOut() {
        assertThat(ONE.calibrated(logs(0, 0.1), List.of(logs(0.5, 0.5)), 1)).containsExactly(0.0, 1.0);
        assertThat(ONE.calibrated(logs(0, 0), List.of(logs(0.5, 0.5)), 1)).containsExactly(0.0, 0.0);
    }

    @Test
    void refusesToDivideByNothing() {
        assertThatThrownBy(() -> ONE.calibrated(TEXT, List.of(logs(1, 0)), 1))
                .isExactlyInstanceOf(InvalidValueException.class)
                .hasMessage(
                        "Option 2 of a question has probability 0 after the content-free input \"N/A\" but calibration divides"
                                + " by it; give other inputs, or leave calibration out.");
        assertThatThrownBy(() -> TWO.calibrated(TEXT, List.of(logs(0, 0), logs(0, 1)), 1))
                .hasMessageContaining(
                        "Option 1 of a question has probability 0 after the content-free inputs \"N/A\", \"-\"");
        assertThat(TWO.calibrated(TEXT, List.of(logs(0, 0), logs(0.9, 0.1)), 1).get(0))
                .as("one of two inputs is enough")
                .isCloseTo(1.0 / 7, within(1e-9));
    }

    @Test
    void needsAnInput() {
        assertThatThrownBy(ContextualCalibration::of)
                .isExactlyInstanceOf(InvalidValueException.class)
                .hasMessageContaining("content-free inputs");
    }

    private final LocalModel model = Models.templatedOver(
            new ScriptedModel(ByteCodec.SIZE, 400, ContextualCalibrationTest::logits), "{{ messages[0].content }}");

    private static float[] logits(List<Integer> sequence) {
        String read =
                new ByteCodec().decode(sequence.stream().mapToInt(id -> id).toArray());
        double first = read.contains("Text: N/A\n") ? 0.9 : read.contains("Text: -\n") ? 0.5 : 0.6;
        float[] logits = new float[ByteCodec.SIZE];
        Arrays.fill(logits, Float.NEGATIVE_INFINITY);
        logits[' '] = 0;
        logits['m'] = (float) Math.log(first);
        logits['Y'] = logits['m'];
        logits['e'] = 0;
        logits['s'] = 0;
        logits['w'] = (float) Math.log(1 - first);
        return logits;
    }

    private DecisionResponse decide(
            @Nullable ContextualCalibration calibration, double temperature, Question question) {
        return IsothermDecisionModel.builder()
                .model(model)
                .scoring(DecisionScoring.DIRECT)
                .calibration(calibration)
                .temperature(temperature)
                .build()
                .decide(DecisionRequest.builder()
                        .input(TextInput.from("abc"))
                        .questions(Map.of("q", question))
                        .build());
    }

    private double first(@Nullable ContextualCalibration calibration, double temperature) {
        return decide(calibration, temperature, ChoiceQuestion.from("Which?", List.of("m", "w")))
                .choice("q")
                .probabilityOf("m");
    }

    @Test
    void aDecisionIsCalibratedByItsOwnQuestion() {
        assertThat(first(null, 1)).isCloseTo(0.6, within(1e-6));
        assertThat(first(ONE, 1)).isCloseTo(1.0 / 7, within(1e-6));
        assertThat(first(TWO, 1)).isCloseTo(9.0 / 23, within(1e-6));
        assertThat(first(ONE, 2)).isCloseTo(1 / (1 + Math.sqrt(6)), within(1e-6));
    }

    @Test
    void countsTheContentFreePromptsToo() {
        Question question = ChoiceQuestion.from("Which?", List.of("m", "w"));
        int plain = decide(null, 1, question).tokenUsage().inputTokenCount();
        assertThat(decide(TWO, 1, question).tokenUsage().inputTokenCount())
                .as("of as many letters, and of one")
                .isEqualTo(3 * plain - 2);
    }

    /** No option of a yes/no question but "No", whose letters the model never writes. */
    @Test
    void whatCannotBeCalibratedIsABadRequest() {
        assertThatThrownBy(() -> decide(ONE, 1, YesNoQuestion.from("Is it?")))
                .isExactlyInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Option 2 of a question has probability 0");
    }

    @Test
    void theChannelIsNotCalibratedSo() {
        assertThatThrownBy(() -> IsothermDecisionModel.builder()
                        .model(model)
                        .calibration(ONE)
                        .build())
                .isExactlyInstanceOf(InvalidRequestException.class)
                .hasMessage("The calibration of a decision model is read by direct scoring alone; set"
                        + " scoring(DecisionScoring.DIRECT), or leave that out.");
    }
}
