package io.github.isotherm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.model.decision.request.DecisionRequest;
import dev.langchain4j.model.decision.request.TextInput;
import dev.langchain4j.model.decision.request.YesNoQuestion;
import io.github.isotherm.LocalModel;
import io.github.isotherm.langchain4j.LabelledTexts.Labelled;
import io.github.isotherm.next.ChannelScores;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** How well the bundled model answers yes/no questions: the area under the ROC curve over all texts of four kinds. */
class YesNoAccuracyIT {
    private static final LocalModel MODEL = LocalModel.openBundled();

    /** A question of a kind, yes of one label. */
    private record Asked(String task, String positive, String text, String yesWhen, String noWhen) {
        YesNoQuestion bare() {
            return YesNoQuestion.from(text);
        }

        YesNoQuestion described() {
            return YesNoQuestion.builder()
                    .text(text)
                    .yesWhen(yesWhen)
                    .noWhen(noWhen)
                    .build();
        }
    }

    private static final List<Asked> QUESTIONS = List.of(
            new Asked(
                    "sentiment",
                    "positive",
                    "Is the writer happy?",
                    "a person sharing a happy moment",
                    "a person complaining about a bad day"),
            new Asked("review", "positive", "Is this review positive?", "a positive review", "a negative review"),
            new Asked(
                    "utterance",
                    "question",
                    "Is this a question?",
                    "a question somebody asks",
                    "a sentence that tells something"),
            new Asked(
                    "mail",
                    "spam",
                    "Is this message spam?",
                    "spam: an offer, a prize or a fraud",
                    "a message between friends or colleagues"));

    @AfterAll
    static void close() {
        MODEL.close();
    }

    /** How well yeses are told from noes, and how many texts are on the right side of a half. */
    private record Result(double auc, int right) {
        static Result of(YesNoQuestion question, Asked asked) {
            IsothermDecisionModel decisions =
                    IsothermDecisionModel.builder().model(MODEL).build();
            Map<Boolean, List<Double>> yes = Map.of(true, new ArrayList<>(), false, new ArrayList<>());
            for (Labelled text : LabelledTexts.of(asked.task())) {
                yes.get(text.label().equals(asked.positive()))
                        .add(decisions
                                .decide(DecisionRequest.builder()
                                        .input(TextInput.from(text.text()))
                                        .questions(Map.of("q", question))
                                        .build())
                                .yesNo("q")
                                .probability());
            }
            long right = yes.get(true).stream().filter(p -> p > 0.5).count()
                    + yes.get(false).stream().filter(p -> p < 0.5).count();
            return new Result(Agreement.auc(yes.get(true), yes.get(false)), (int) right);
        }
    }

    private static Map<String, Result> results(boolean described) {
        Map<String, Result> results = new LinkedHashMap<>();
        for (Asked asked : QUESTIONS) {
            YesNoQuestion question = described ? asked.described() : asked.bare();
            results.put(asked.task(), Result.of(question, asked));
        }
        System.out.println("described " + described + ": " + results);
        return results;
    }

    private static int right(Map<String, Result> results) {
        return results.values().stream().mapToInt(Result::right).sum();
    }

    @Test
    void describedAnswersTellTextsApart() {
        Map<String, Result> described = results(true);
        assertThat(described.get("sentiment").auc()).isCloseTo(0.83, within(0.03));
        assertThat(described.get("review").auc()).isCloseTo(1.00, within(0.03));
        assertThat(described.get("utterance").auc()).isCloseTo(0.85, within(0.03));
        assertThat(described.get("mail").auc()).isCloseTo(0.88, within(0.03));
        assertThat(right(described)).as("of 128").isBetween(105, 109);
    }

    /** Why both answers are to be described. */
    @Test
    void bareQuestionsAreBad() {
        Map<String, Result> channel = results(false);
        assertThat(channel.get("sentiment").auc()).isCloseTo(0.93, within(0.03));
        assertThat(channel.get("review").auc()).isCloseTo(0.97, within(0.03));
        assertThat(channel.get("utterance").auc()).isCloseTo(0.25, within(0.03));
        assertThat(channel.get("mail").auc()).isCloseTo(0.34, within(0.03));
        assertThat(right(channel)).as("of 128").isBetween(71, 75);
    }

    /** Other contexts of yes and no, which were worse on the development half. */
    @Test
    void otherWordingsOfBareQuestionsAreWorse() {
        double chosen = wordedAuc(question -> ChannelContexts.of(question, DecisionOptions.of(question)));
        double spoken = wordedAuc(question -> List.of(question.text() + "\nYes.\n", question.text() + "\nNo.\n"));
        double alone = wordedAuc(question -> List.of(question.text() + "\n", "\n"));
        System.out.println("chosen " + chosen + ", spoken " + spoken + ", alone " + alone);
        assertThat(chosen).isCloseTo(0.63, within(0.03));
        assertThat(spoken).isCloseTo(0.53, within(0.03));
        assertThat(alone).isCloseTo(0.50, within(0.03));
    }

    /** The mean over the kinds. */
    private static double wordedAuc(Function<YesNoQuestion, List<String>> contexts) {
        return Agreement.mean(QUESTIONS.stream()
                .map(asked -> wordedAuc(asked, contexts.apply(asked.bare())))
                .toList());
    }

    private static double wordedAuc(Asked asked, List<String> contexts) {
        Map<Boolean, List<Double>> odds = Map.of(true, new ArrayList<>(), false, new ArrayList<>());
        for (Labelled text : LabelledTexts.development(asked.task())) {
            ChannelScores scores = MODEL.channel(contexts, text.text());
            odds.get(text.label().equals(asked.positive())).add(scores.logprob(0) - scores.logprob(1));
        }
        return Agreement.auc(odds.get(true), odds.get(false));
    }
}
