package io.github.isotherm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.decision.request.ChoiceQuestion;
import dev.langchain4j.model.decision.request.DecisionRequest;
import dev.langchain4j.model.decision.request.DecisionRequestParameters;
import dev.langchain4j.model.decision.request.Question;
import dev.langchain4j.model.decision.request.ScaleQuestion;
import dev.langchain4j.model.decision.request.TextInput;
import dev.langchain4j.model.decision.request.YesNoQuestion;
import dev.langchain4j.model.decision.response.ChoiceAnswer;
import dev.langchain4j.model.decision.response.DecisionResponse;
import dev.langchain4j.model.decision.response.ScaleAnswer;
import io.github.isotherm.LocalModel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Decisions by the bundled model's exact probabilities; what a small model can be held to is relative. */
class IsothermDecisionModelIT {
    private static final LocalModel MODEL = LocalModel.openBundled();
    private static final String SPAM = "WIN A FREE IPHONE NOW!!! Click this link and claim your prize today, only $1!";
    private static final String HAM = "Hi Anna, the meeting on Thursday is moved to three o'clock. Best, Paul";

    @AfterAll
    static void close() {
        MODEL.close();
    }

    private static DecisionResponse decide(double temperature, String text, Question question) {
        return IsothermDecisionModel.builder()
                .model(MODEL)
                .temperature(temperature)
                .build()
                .decide(DecisionRequest.builder()
                        .input(TextInput.from(text))
                        .questions(Map.of("q", question))
                        .build());
    }

    @Test
    void spamIsMoreLikelyForSpam() {
        Question spam = YesNoQuestion.builder()
                .text("Is this message spam?")
                .yesWhen("spam: an offer, a prize or a fraud")
                .noWhen("a message between friends or colleagues")
                .build();
        assertThat(decide(1, SPAM, spam).yesNo("q").probability())
                .isGreaterThan(decide(1, HAM, spam).yesNo("q").probability());
    }

    @Test
    void choicesSumToOneAndFollowTheText() {
        Question topic = ChoiceQuestion.from("What is the text about?", List.of("football", "cooking"));
        ChoiceAnswer soup = decide(1, "Chop the onions and simmer the soup for an hour.", topic)
                .choice("q");
        ChoiceAnswer goal = decide(1, "The striker scored twice and the team won the cup.", topic)
                .choice("q");
        assertThat(soup.probabilityOf("cooking") + soup.probabilityOf("football"))
                .isCloseTo(1, within(1e-9));
        assertThat(soup.probabilityOf("cooking")).isGreaterThan(goal.probabilityOf("cooking"));
        assertThat(soup.probabilityOf(soup.value())).isGreaterThanOrEqualTo(0.5);
    }

    @Test
    void scalesHaveAMeanAmongTheirLevels() {
        Question mood = ScaleQuestion.from("How positive is the text?", List.of("bad", "neutral", "good"));
        ScaleAnswer glad =
                decide(1, "I love it, the best day of my life!", mood).scale("q");
        double mean = glad.probabilities().get(1) + 2 * glad.probabilities().get(2);
        assertThat(glad.mean()).isCloseTo(mean, within(1e-9)).isBetween(0.0, 2.0);
        assertThat(glad.probabilities().stream().mapToDouble(p -> p).sum()).isCloseTo(1, within(1e-9));
    }

    @Test
    void aHigherTemperatureMovesProbabilitiesTogether() {
        Question spam = YesNoQuestion.from("Is this message spam?");
        double sharp = Math.abs(decide(0.5, SPAM, spam).yesNo("q").probability() - 0.5);
        double plain = Math.abs(decide(1, SPAM, spam).yesNo("q").probability() - 0.5);
        double flat = Math.abs(decide(4, SPAM, spam).yesNo("q").probability() - 0.5);
        assertThat(sharp).isGreaterThanOrEqualTo(plain);
        assertThat(plain).isGreaterThan(flat);
    }

    @Test
    void decidesTheSameEveryTimeAndAsynchronously() {
        Question spam = YesNoQuestion.from("Is this message spam?");
        double once = decide(1, SPAM, spam).yesNo("q").probability();
        assertThat(decide(1, SPAM, spam).yesNo("q").probability()).isEqualTo(once);
        DecisionResponse later = IsothermDecisionModel.builder()
                .model(MODEL)
                .build()
                .decideAsync(DecisionRequest.builder()
                        .input(TextInput.from(SPAM))
                        .questions(Map.of("q", spam))
                        .build())
                .join();
        assertThat(later.yesNo("q").probability()).isEqualTo(once);
        assertThat(later.modelName()).isEqualTo(MODEL.name());
        assertThat(later.tokenUsage().inputTokenCount()).isPositive();
    }

    @Test
    void anotherModelsNameIsRefused() {
        assertThatThrownBy(() -> IsothermDecisionModel.builder()
                        .model(MODEL)
                        .build()
                        .decide(DecisionRequest.builder()
                                .input(TextInput.from(SPAM))
                                .questions(Map.of("q", YesNoQuestion.from("Spam?")))
                                .parameters(DecisionRequestParameters.builder()
                                        .modelName("other")
                                        .build())
                                .build()))
                .isExactlyInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("modelName");
    }
}
