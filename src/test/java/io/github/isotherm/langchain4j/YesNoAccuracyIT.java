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
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** How well the bundled model answers yes/no questions: the area under the ROC curve over all texts of four kinds. */
class YesNoAccuracyIT {
    private static final LocalModel MODEL = LocalModel.openBundled();

    /** A question of a kind, yes of one label. */
    private record Asked(String task, String positive, String text, String yesWhen, String noWhen) {
        boolean isYes(Labelled text) {
            return text.label().equals(positive);
        }

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

    /** What the defaults answer to bare questions, asked once. */
    private static final Map<String, Result> BARE = new LinkedHashMap<>();

    @AfterAll
    static void close() {
        MODEL.close();
    }

    /**
     * How well yeses are told from noes.
     *
     * @param auc over all texts
     * @param development the same over those that wordings were chosen on
     * @param heldOut the same over the others
     * @param right how many texts are on the right side of a half
     */
    private record Result(double auc, double development, double heldOut, int right) {
        static Result of(YesNoQuestion question, Asked asked, @Nullable DecisionScoring scoring) {
            IsothermDecisionModel decisions = IsothermDecisionModel.builder()
                    .model(MODEL)
                    .scoring(scoring)
                    .build();
            Map<Labelled, Double> yes = new LinkedHashMap<>();
            for (Labelled text : LabelledTexts.of(asked.task())) {
                yes.put(
                        text,
                        decisions
                                .decide(DecisionRequest.builder()
                                        .input(TextInput.from(text.text()))
                                        .questions(Map.of("q", question))
                                        .build())
                                .yesNo("q")
                                .probability());
            }
            int right = (int) yes.entrySet().stream()
                    .filter(text -> asked.isYes(text.getKey()) ? text.getValue() > 0.5 : text.getValue() < 0.5)
                    .count();
            return new Result(
                    auc(asked, yes, yes.keySet()),
                    auc(asked, yes, LabelledTexts.development(asked.task())),
                    auc(asked, yes, LabelledTexts.heldOut(asked.task())),
                    right);
        }

        private static double auc(Asked asked, Map<Labelled, Double> yes, Collection<Labelled> texts) {
            Map<Boolean, List<Double>> told = texts.stream()
                    .collect(Collectors.partitioningBy(
                            asked::isYes, Collectors.mapping(text -> yes.get(text), Collectors.toList())));
            return Agreement.auc(told.get(true), told.get(false));
        }
    }

    private static Map<String, Result> results(boolean described, @Nullable DecisionScoring scoring) {
        Map<String, Result> results = new LinkedHashMap<>();
        for (Asked asked : QUESTIONS) {
            YesNoQuestion question = described ? asked.described() : asked.bare();
            results.put(asked.task(), Result.of(question, asked, scoring));
        }
        System.out.println("described " + described + ", " + scoring + ": " + results);
        return results;
    }

    private static Map<String, Result> bare() {
        if (BARE.isEmpty()) {
            BARE.putAll(results(false, null));
        }
        return BARE;
    }

    private static double mean(Map<String, Result> results, Function<Result, Double> area) {
        return Agreement.mean(results.values().stream().map(area).toList());
    }

    private static void assertAreas(
            Map<String, Result> results, double happy, double review, double question, double spam) {
        assertThat(results.get("sentiment").auc()).isCloseTo(happy, within(0.03));
        assertThat(results.get("review").auc()).isCloseTo(review, within(0.03));
        assertThat(results.get("utterance").auc()).isCloseTo(question, within(0.03));
        assertThat(results.get("mail").auc()).isCloseTo(spam, within(0.03));
    }

    private static int right(Map<String, Result> results) {
        return results.values().stream().mapToInt(Result::right).sum();
    }

    @Test
    void describedAnswersTellTextsApart() {
        Map<String, Result> described = results(true, null);
        assertAreas(described, 0.83, 1.00, 0.85, 0.88);
        assertThat(right(described)).as("of 128").isBetween(105, 109);
    }

    /** Why both answers are to be described, and why the channel is the default of bare questions too. */
    @Test
    void bareQuestionsAreBadByTheChannelAndNoBetterDirectly() {
        Map<String, Result> channel = bare();
        assertAreas(channel, 0.93, 0.97, 0.25, 0.34);
        assertThat(right(channel)).as("of 128").isBetween(71, 75);
        Map<String, Result> direct = results(false, DecisionScoring.DIRECT);
        assertAreas(direct, 0.68, 0.59, 0.43, 0.45);
        assertThat(right(direct)).as("of 128").isBetween(64, 68);
        assertThat(mean(channel, Result::heldOut)).isCloseTo(0.61, within(0.03));
        assertThat(mean(direct, Result::heldOut)).isCloseTo(0.59, within(0.03));
    }

    /** Other contexts of yes and no, which were worse on the development half. */
    @Test
    void otherWordingsOfBareQuestionsAreWorse() {
        double chosen = mean(bare(), Result::development);
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
            odds.get(asked.isYes(text)).add(scores.logprob(0) - scores.logprob(1));
        }
        return Agreement.auc(odds.get(true), odds.get(false));
    }
}
