package io.github.isotherm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.model.decision.request.DecisionRequest;
import dev.langchain4j.model.decision.request.ScaleQuestion;
import dev.langchain4j.model.decision.request.TextInput;
import io.github.isotherm.LocalModel;
import io.github.isotherm.langchain4j.LabelledTexts.Labelled;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * How well the bundled model answers scales: reviews of 1 to 5 stars and messages that are urgent from 1 to 5, by the mean level
 * that it answers. Unless said otherwise, over
 * the 20 texts of each that wordings were not chosen on.
 */
class ScaleAccuracyIT {
    private static final LocalModel MODEL = LocalModel.openBundled();
    private static final String FILE = "scales.jsonl";
    private static final Map<String, ScaleQuestion> DESCRIBED = Map.of(
            "stars",
            scale(
                    "How many stars does the review give?",
                    "a terrible review: the product is a complete failure",
                    "a bad review: the product disappoints",
                    "a mixed review: the product is okay, neither good nor bad",
                    "a good review: the customer likes the product, with a small complaint",
                    "an enthusiastic review: the product is perfect"),
            "urgency",
            scale(
                    "How urgent is the message?",
                    "a friendly remark that needs no answer",
                    "a simple question that can wait",
                    "a report of a problem that should be solved this week",
                    "a report of a serious problem that must be solved today",
                    "a cry for help in an emergency"));
    private static final Map<String, ScaleQuestion> BARE = Map.of(
            "stars",
            ScaleQuestion.from(
                    "How satisfied is the customer?",
                    List.of("very dissatisfied", "dissatisfied", "neutral", "satisfied", "very satisfied")),
            "urgency",
            ScaleQuestion.from(
                    "How urgent is the message?",
                    List.of("not urgent", "slightly urgent", "moderately urgent", "urgent", "extremely urgent")));

    private static ScaleQuestion scale(String text, String... descriptions) {
        ScaleQuestion.Builder scale = ScaleQuestion.builder().text(text);
        for (int level = 0; level < descriptions.length; level++) {
            scale.level(level + 1 + "", descriptions[level]);
        }
        return scale.build();
    }

    @AfterAll
    static void close() {
        MODEL.close();
    }

    /** Spearman's rank correlation of answered and true levels, and how far they are apart in the mean, in levels. */
    private record Result(double correlation, double error) {
        static Result of(List<Labelled> texts, ToDoubleFunction<String> answer) {
            List<Double> levels = levels(texts);
            List<Double> answers = texts.stream()
                    .map(text -> answer.applyAsDouble(text.text()))
                    .toList();
            return new Result(Agreement.spearman(answers, levels), Agreement.error(answers, levels));
        }
    }

    private static Map<String, Result> results(
            Map<String, ScaleQuestion> questions, @Nullable DecisionScoring scoring) {
        Map<String, Result> results = new LinkedHashMap<>();
        IsothermDecisionModel decisions =
                IsothermDecisionModel.builder().model(MODEL).scoring(scoring).build();
        questions.forEach((task, question) -> results.put(
                task, Result.of(LabelledTexts.heldOut(FILE, task), text -> answer(decisions, question, text))));
        System.out.println(questions.get("stars").levels() + ", " + scoring + ": " + results);
        return results;
    }

    private static double answer(IsothermDecisionModel decisions, ScaleQuestion question, String text) {
        return decisions
                .decide(DecisionRequest.builder()
                        .input(TextInput.from(text))
                        .questions(Map.of("q", question))
                        .build())
                .scale("q")
                .mean();
    }

    /** From 0, as answers count them. */
    private static List<Double> levels(List<Labelled> texts) {
        return texts.stream().map(text -> Double.parseDouble(text.label()) - 1).toList();
    }

    private static void assertResult(Result result, double correlation, double error) {
        assertThat(result.correlation()).isCloseTo(correlation, within(0.05));
        assertThat(result.error()).isCloseTo(error, within(0.05));
    }

    @Test
    void describedLevelsAreTold() {
        Map<String, Result> described = results(DESCRIBED, null);
        assertResult(described.get("stars"), 0.50, 1.15);
        assertResult(described.get("urgency"), 0.53, 0.94);
    }

    @Test
    void levelsWhoseNamesSayWhatTheyAreAreToldWithoutDescriptions() {
        Map<String, Result> bare = results(BARE, null);
        assertResult(bare.get("stars"), 0.68, 0.94);
        assertResult(bare.get("urgency"), 0.76, 0.97);
    }

    /** Why the channel is the default. */
    @Test
    void directLevelsAreWorse() {
        Map<String, Result> described = results(DESCRIBED, DecisionScoring.DIRECT);
        Map<String, Result> bare = results(BARE, DecisionScoring.DIRECT);
        assertResult(described.get("stars"), -0.39, 1.30);
        assertResult(described.get("urgency"), -0.04, 1.29);
        assertResult(bare.get("stars"), 0.37, 1.59);
        assertResult(bare.get("urgency"), 0.04, 1.27);
    }

    /** Why a bare level is the answer of its question rather than an example of itself: urgency, on the development half. */
    @Test
    void bareLevelsAreToldBetterAsAnswersThanAsExamples() {
        Result answers = worded(question -> ChannelContexts.of(question, DecisionOptions.of(question)));
        Result examples = worded(question -> question.levels().stream()
                .map(level -> "This is an example of " + level + ".\n")
                .toList());
        System.out.println("answers " + answers + ", examples " + examples);
        assertResult(answers, 0.62, 0.96);
        assertResult(examples, 0.38, 1.09);
    }

    private static Result worded(Function<ScaleQuestion, List<String>> contexts) {
        List<String> wording = contexts.apply(BARE.get("urgency"));
        return Result.of(
                LabelledTexts.development(FILE, "urgency"),
                text -> mean(MODEL.channel(wording, text).posterior(1)));
    }

    private static double mean(List<Double> levels) {
        return IntStream.range(0, levels.size())
                .mapToDouble(level -> level * levels.get(level))
                .sum();
    }

    /** Four texts a level: what an answer is worth that is 3 whatever the text says. */
    @Test
    void theMiddleIsOneAndAFifthOfALevelWrong() {
        List<Double> levels = levels(LabelledTexts.heldOut(FILE, "stars"));
        assertThat(levels).hasSize(20);
        assertThat(Agreement.error(levels.stream().map(level -> 2.0).toList(), levels))
                .isCloseTo(1.2, within(1e-9));
    }
}
