package io.github.isotherm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.decision.request.ChoiceQuestion;
import dev.langchain4j.model.decision.request.DecisionInput;
import dev.langchain4j.model.decision.request.DecisionRequest;
import dev.langchain4j.model.decision.request.FieldsInput;
import dev.langchain4j.model.decision.request.MessagesInput;
import dev.langchain4j.model.decision.request.Question;
import dev.langchain4j.model.decision.request.ScaleQuestion;
import dev.langchain4j.model.decision.request.TextInput;
import dev.langchain4j.model.decision.request.YesNoQuestion;
import dev.langchain4j.model.decision.response.DecisionResponse;
import dev.langchain4j.model.decision.response.ScaleAnswer;
import io.github.isotherm.LocalModel;
import io.github.isotherm.ModelParts;
import io.github.isotherm.generate.ByteCodec;
import io.github.isotherm.generate.ScriptedModel;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where it has read of cats, "m" has 3/4 and "w" 1/4, else the other way round: "mmw" is three times as probable of cats. */
class DecisionScoringTest {
    private static final DecisionInput TEXT = TextInput.from("mmw");
    private static final double ROOT = Math.sqrt(3);

    private final LocalModel model = LocalModel.of(new ModelParts(
            "cats",
            new ScriptedModel(ByteCodec.SIZE, 400, DecisionScoringTest::logits),
            new ByteCodec(),
            null,
            SamplingSettings.NONE,
            List.of(0),
            null));

    private static float[] logits(List<Integer> sequence) {
        float[] logits = new float[ByteCodec.SIZE];
        Arrays.fill(logits, Float.NEGATIVE_INFINITY);
        boolean cats = new ByteCodec()
                .decode(sequence.stream().mapToInt(id -> id).toArray())
                .contains("cats");
        logits['m'] = (float) Math.log(cats ? 3 : 1);
        logits['w'] = (float) Math.log(cats ? 1 : 3);
        return logits;
    }

    private DecisionResponse decide(double temperature, DecisionInput input, Question question) {
        return IsothermDecisionModel.builder()
                .model(model)
                .temperature(temperature)
                .build()
                .decide(DecisionRequest.builder()
                        .input(input)
                        .questions(Map.of("q", question))
                        .build());
    }

    private static Question animals() {
        return ChoiceQuestion.from("Which animal?", List.of("cats", "dogs"));
    }

    @Test
    void choicesAreByBayesRuleOverTheText() {
        DecisionResponse response = decide(1, TEXT, animals());
        assertThat(response.choice("q").probabilityOf("cats")).isCloseTo(0.75, within(1e-6));
        assertThat(response.choice("q").value()).isEqualTo("cats");
        assertThat(decide(1, TextInput.from("wmw"), animals()).choice("q").probabilityOf("cats"))
                .isCloseTo(0.25, within(1e-6));
    }

    @Test
    void theTemperatureMovesProbabilitiesTogether() {
        assertThat(decide(2, TEXT, animals()).choice("q").probabilityOf("cats"))
                .isCloseTo(ROOT / (1 + ROOT), within(1e-6));
        assertThat(decide(0, TEXT, animals()).choice("q").probabilityOf("cats")).isEqualTo(1);
    }

    @Test
    void aDescriptionStandsForTheName() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("first", "dogs.");
        options.put("second", "cats");
        assertThat(decide(1, TEXT, ChoiceQuestion.from("Which?", options))
                        .choice("q")
                        .probabilityOf("second"))
                .isCloseTo(0.75, within(1e-6));
    }

    @Test
    void yesAndNoAreWhatTheirDescriptionsSay() {
        Question described = YesNoQuestion.builder()
                .text("Which?")
                .yesWhen("dogs")
                .noWhen("cats")
                .build();
        assertThat(decide(1, TEXT, described).yesNo("q").probability()).isCloseTo(0.25, within(1e-6));
        assertThat(decide(1, TEXT, YesNoQuestion.from("Is it about cats?"))
                        .yesNo("q")
                        .probability())
                .as("read of cats either way")
                .isCloseTo(0.5, within(1e-6));
    }

    @Test
    void oneDescriptionOfTwoIsReadToo() {
        YesNoQuestion yes =
                YesNoQuestion.builder().text("Which?\nSay.").yesWhen("cats").build();
        YesNoQuestion no = YesNoQuestion.builder().text("Which?").noWhen("cats").build();
        assertThat(decide(1, TEXT, yes).yesNo("q").probability()).isCloseTo(0.75, within(1e-6));
        assertThat(decide(1, TEXT, no).yesNo("q").probability()).isCloseTo(0.25, within(1e-6));
    }

    @Test
    void linesAfterABareQuestionAreWhatTheTextIsReadAfter() {
        assertThat(decide(1, TEXT, YesNoQuestion.from("Does it fit?\nAbout: cats"))
                        .yesNo("q")
                        .probability())
                .as("read of cats where the answer is yes only")
                .isCloseTo(0.75, within(1e-6));
        assertThat(decide(1, TEXT, YesNoQuestion.from("Does it fit cats?\nAbout: dogs\n"))
                        .yesNo("q")
                        .probability())
                .as("read of cats either way")
                .isCloseTo(0.5, within(1e-6));
        assertThat(decide(1, TEXT, YesNoQuestion.from("\nIs it about cats?\n"))
                        .yesNo("q")
                        .probability())
                .as("one line")
                .isCloseTo(0.5, within(1e-6));
    }

    @Test
    void levelsAreWhatTheirDescriptionsSay() {
        Question level = ScaleQuestion.builder()
                .text("How much?")
                .level("none", "dogs")
                .level("all", "cats")
                .build();
        ScaleAnswer answer = decide(1, TEXT, level).scale("q");
        assertThat(answer.mean()).isCloseTo(0.75, within(1e-6));
        assertThat(answer.probabilities()).hasSize(2);
    }

    @Test
    void bareLevelsAnswerTheQuestion() {
        DecisionResponse response = decide(1, TEXT, ScaleQuestion.from(" Which?\n", List.of("dogs", "cats")));
        assertThat(response.scale("q").mean()).isCloseTo(0.75, within(1e-6));
        int contexts = 2 * "Text for which the answer to \"Which?\" is cats:\n".length();
        assertThat(response.tokenUsage().inputTokenCount()).isEqualTo(contexts + 2 * 3);
        assertThat(decide(1, TEXT, ScaleQuestion.from("How much of cats?", List.of("none", "all")))
                        .scale("q")
                        .mean())
                .as("read of cats either way")
                .isCloseTo(0.5, within(1e-6));
    }

    @Test
    void aLoneFieldOrMessageStandsWithoutItsName() {
        assertThat(decide(1, FieldsInput.from(Map.of("query", "mmw")), animals())
                        .choice("q")
                        .probabilityOf("cats"))
                .isCloseTo(0.75, within(1e-6));
        assertThat(decide(1, MessagesInput.from(List.of(UserMessage.from("mmw"))), animals())
                        .choice("q")
                        .probabilityOf("cats"))
                .isCloseTo(0.75, within(1e-6));
        assertThat(decide(1, MessagesInput.from(List.of(SystemMessage.from("mmw"))), animals())
                        .choice("q")
                        .probabilityOf("cats"))
                .as("a role's letters are possible after neither")
                .isEqualTo(0.5);
    }

    @Test
    void scoringCanBeAskedFor() {
        Question question = ChoiceQuestion.from("Does it hold cats?", List.of("m", "w"));
        String template = "{{ messages[0].content }}";
        LocalModel spoken = Models.templatedOver(
                new ScriptedModel(ByteCodec.SIZE, 400, sequence -> {
                    float[] logits = logits(sequence);
                    logits[' '] = 0;
                    return logits;
                }),
                template);
        assertThat(share(spoken, DecisionScoring.DIRECT, question)).isCloseTo(0.75, within(1e-6));
        assertThat(share(spoken, DecisionScoring.CHANNEL, question)).isCloseTo(0.5, within(1e-6));
        assertThat(share(spoken, null, question)).isCloseTo(0.5, within(1e-6));
    }

    private static double share(LocalModel model, @Nullable DecisionScoring scoring, Question question) {
        return IsothermDecisionModel.builder()
                .model(model)
                .scoring(scoring)
                .build()
                .decide(DecisionRequest.builder()
                        .input(TEXT)
                        .questions(Map.of("q", question))
                        .build())
                .choice("q")
                .probabilityOf("m");
    }

    @Test
    void countsATextForEachOption() {
        int context = "This is an example of cats.\n".length();
        assertThat(decide(1, TEXT, animals()).tokenUsage().inputTokenCount()).isEqualTo(2 * (context + 3));
    }

    @Test
    void refusesATextLongerThanTheContext() {
        assertThatThrownBy(() -> decide(1, TextInput.from("m".repeat(400)), animals()))
                .isExactlyInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("The text to score has 400 tokens after 28");
    }
}
