package io.github.isotherm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.model.decision.request.ChoiceQuestion;
import dev.langchain4j.model.decision.request.DecisionRequest;
import dev.langchain4j.model.decision.request.TextInput;
import dev.langchain4j.model.decision.response.ChoiceAnswer;
import io.github.isotherm.LocalModel;
import io.github.isotherm.langchain4j.LabelledTexts.Labelled;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** How often the bundled model decides right: the figures that the documents print, each asserted. */
class DecisionAccuracyIT {
    private static final LocalModel MODEL = LocalModel.openBundled();

    /** The choice of each task, worded on the development half. */
    private static final Map<String, ChoiceQuestion> CHOICES = choices();

    private static Map<String, ChoiceQuestion> choices() {
        Map<String, ChoiceQuestion> choices = new LinkedHashMap<>();
        choices.put(
                "sentiment",
                choice(
                        "How does the writer feel?",
                        "positive",
                        "a person sharing a happy moment",
                        "negative",
                        "a person complaining about a bad day"));
        choices.put(
                "topic",
                choice(
                        "What is the text about?",
                        "sports",
                        "a text about sports",
                        "cooking",
                        "a text about cooking",
                        "technology",
                        "a text about technology",
                        "politics",
                        "a text about politics"));
        choices.put(
                "department",
                choice(
                        "Which department should handle this message?",
                        "billing",
                        "a message about payments, invoices and refunds",
                        "technical support",
                        "a message about software or a device that does not work",
                        "shipping",
                        "a message about a parcel, an order or its delivery"));
        choices.put(
                "review",
                choice("What kind of review is it?", "positive", "a positive review", "negative", "a negative review"));
        choices.put(
                "utterance",
                choice(
                        "What kind of sentence is it?",
                        "question",
                        "a question somebody asks",
                        "statement",
                        "a sentence that tells something"));
        choices.put(
                "mail",
                choice(
                        "What kind of message is it?",
                        "spam",
                        "spam: an offer, a prize or a fraud",
                        "ham",
                        "a message between friends or colleagues"));
        return choices;
    }

    private static ChoiceQuestion choice(String text, String... options) {
        ChoiceQuestion.Builder question = ChoiceQuestion.builder().text(text);
        for (int i = 0; i < options.length; i += 2) {
            question.option(options[i], options[i + 1]);
        }
        return question.build();
    }

    @AfterAll
    static void close() {
        MODEL.close();
    }

    private static ChoiceAnswer decide(IsothermDecisionModel.Builder decisions, Labelled text) {
        return decisions
                .model(MODEL)
                .build()
                .decide(DecisionRequest.builder()
                        .input(TextInput.from(text.text()))
                        .questions(Map.of("q", CHOICES.get(text.task())))
                        .build())
                .choice("q");
    }

    private static ChoiceAnswer direct(Labelled text, @Nullable ContextualCalibration calibration) {
        return decide(
                IsothermDecisionModel.builder().scoring(DecisionScoring.DIRECT).calibration(calibration), text);
    }

    /** What the defaults choose for every text, asked once. */
    private static final Map<Labelled, ChoiceAnswer> CHOSEN = new LinkedHashMap<>();

    private static ChoiceAnswer chosen(Labelled text) {
        return CHOSEN.computeIfAbsent(text, one -> decide(IsothermDecisionModel.builder(), one));
    }

    private static Map<String, Integer> right(
            Function<String, List<Labelled>> texts, Function<Labelled, ChoiceAnswer> choice) {
        Map<String, Integer> right = new LinkedHashMap<>();
        for (String task : CHOICES.keySet()) {
            for (Labelled text : texts.apply(task)) {
                right.merge(task, choice.apply(text).value().equals(text.label()) ? 1 : 0, Integer::sum);
            }
        }
        return right;
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(count -> count).sum();
    }

    @Test
    void choicesAreRightMoreThanFiveTimesInSix() {
        Map<String, Integer> right = right(LabelledTexts::of, DecisionAccuracyIT::chosen);
        assertThat(CHOSEN).hasSize(193);
        assertThat(sum(right)).isGreaterThanOrEqualTo(164);
    }

    /** Why the channel is the default, and that calibration by "N/A" does not change that; the order of kinds is that of choices. */
    @Test
    void directChoicesAreRightLessOftenCalibratedOrNot() {
        Map<String, Integer> channel = right(LabelledTexts::heldOut, DecisionAccuracyIT::chosen);
        Map<String, Integer> direct = right(LabelledTexts::heldOut, text -> direct(text, null));
        ContextualCalibration contentFree = ContextualCalibration.of("N/A");
        Map<String, Integer> calibrated = right(LabelledTexts::heldOut, text -> direct(text, contentFree));
        System.out.println("channel " + channel + ", direct " + direct + ", calibrated " + calibrated);
        assertAbout(channel, 10, 16, 12, 16, 12, 12);
        assertAbout(direct, 14, 4, 5, 8, 12, 14);
        assertAbout(calibrated, 11, 7, 5, 8, 9, 11);
        assertThat(sum(channel)).as("of 95").isBetween(76, 80);
        assertThat(sum(direct)).as("of 95").isBetween(52, 62);
        assertThat(sum(calibrated)).as("of 95").isBetween(48, 54);
    }

    /** One text more or less, as another processor rounds. */
    private static void assertAbout(Map<String, Integer> right, Integer... expected) {
        assertThat(right).hasSize(expected.length);
        assertThat(right.values())
                .zipSatisfy(
                        List.of(expected), (count, about) -> assertThat(count).isCloseTo(about, within(1)));
    }

    /** What a probability is worth: the held-out choices by the probability of the option that was chosen. */
    @Test
    void probabilitiesAboveFourFifthsPromiseTooMuch() {
        List<Labelled> texts = CHOICES.keySet().stream()
                .flatMap(task -> LabelledTexts.heldOut(task).stream())
                .toList();
        List<Reliability> bins = List.of(
                Reliability.of(texts, 0, 0.6),
                Reliability.of(texts, 0.6, 0.8),
                Reliability.of(texts, 0.8, 0.95),
                Reliability.of(texts, 0.95, Double.POSITIVE_INFINITY));
        System.out.println(bins);
        assertThat(bins.stream().mapToInt(Reliability::choices).sum()).isEqualTo(95);
        bins.get(0).assertAbout(7, 0.55, 4);
        bins.get(1).assertAbout(20, 0.70, 16);
        bins.get(2).assertAbout(30, 0.88, 24);
        bins.get(3).assertAbout(38, 0.98, 34);
        Reliability sure = Reliability.of(texts, 0.8, Double.POSITIVE_INFINITY);
        sure.assertAbout(68, 0.94, 58);
        assertThat(1.0 * sure.right() / sure.choices()).isLessThan(sure.probability());
    }

    /** The choices whose probability is in a range: how many, the mean probability, how many are right. */
    private record Reliability(int choices, double probability, int right) {
        static Reliability of(List<Labelled> texts, double least, double below) {
            List<Labelled> among = texts.stream()
                    .filter(text ->
                            chosen(text).confidence() >= least && chosen(text).confidence() < below)
                    .toList();
            return new Reliability(
                    among.size(),
                    Agreement.mean(among.stream()
                            .map(text -> chosen(text).confidence())
                            .toList()),
                    (int) among.stream()
                            .filter(text -> chosen(text).value().equals(text.label()))
                            .count());
        }

        void assertAbout(int choices, double probability, int right) {
            assertThat(this.choices).isCloseTo(choices, within(2));
            assertThat(this.probability).isCloseTo(probability, within(0.03));
            assertThat(this.right).isCloseTo(right, within(2));
        }
    }

    /** Why the temperature is 1 unless given: log loss in nats and Brier score, from the probabilities at 1. */
    @Test
    void choicesAreBestCalibratedAtTemperatureOne() {
        assertThat(logLoss(1)).isCloseTo(0.29, within(0.02)).isLessThan(logLoss(1.5));
        assertThat(logLoss(2)).isCloseTo(0.38, within(0.02));
        assertThat(logLoss(4)).isCloseTo(0.52, within(0.02));
        assertThat(brier(1)).isCloseTo(0.16, within(0.02)).isLessThan(brier(1.5));
        assertThat(brier(2)).isCloseTo(0.22, within(0.02));
        assertThat(brier(4)).isCloseTo(0.31, within(0.02));
    }

    private static double logLoss(double temperature) {
        return meanOverDevelopment(
                text -> -Math.log(at(temperature, chosen(text)).get(text.label())));
    }

    private static double brier(double temperature) {
        return meanOverDevelopment(text -> at(temperature, chosen(text)).entrySet().stream()
                .mapToDouble(option ->
                        Math.pow(option.getValue() - (option.getKey().equals(text.label()) ? 1 : 0), 2))
                .sum());
    }

    private static double meanOverDevelopment(Function<Labelled, Double> loss) {
        return Agreement.mean(CHOICES.keySet().stream()
                .flatMap(task -> LabelledTexts.development(task).stream())
                .map(loss)
                .toList());
    }

    /** p^(1/T), renormalised. */
    private static Map<String, Double> at(double temperature, ChoiceAnswer answer) {
        Map<String, Double> roots = new LinkedHashMap<>(answer.probabilities());
        roots.replaceAll((option, p) -> Math.pow(p, 1 / temperature));
        double sum = roots.values().stream().mapToDouble(root -> root).sum();
        roots.replaceAll((option, root) -> root / sum);
        return roots;
    }
}
