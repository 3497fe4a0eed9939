package io.github.isotherm.sampling.processors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.isotherm.sampling.AllowedShare;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.KnownLanguage;
import io.github.isotherm.sampling.ListedTexts;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.StepContext;
import io.github.isotherm.sampling.TokenSequence;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a constraint leaves is the model's softmax under the condition that a text of the language can still come. */
class RestrictedSoftmaxTest {
    private static final int PLACES = 120;
    private static final ListedTexts TEXTS = new ListedTexts(KnownLanguage.vocabulary(new Random(20261129)));
    private static final int PROMPT = TEXTS.size() - 2;
    private static final int END = TEXTS.size() - 1;

    static List<KnownLanguage> languages() {
        return KnownLanguage.all();
    }

    /** A place in a text that was written at random, its logits, and which ids may come there. */
    private record Place(List<Integer> written, String text, float[] logits, Set<Integer> allowed) {
        static Place random(KnownLanguage language, Random random) {
            List<Integer> written = new ArrayList<>();
            String text = "";
            for (int length = random.nextInt(8); length > 0; length--) {
                List<Integer> next = new ArrayList<>(language.allowed(TEXTS, text, Set.of()));
                if (!next.isEmpty()) {
                    int id = next.get(random.nextInt(next.size()));
                    written.add(id);
                    text += TEXTS.text(id);
                }
            }
            float scale = List.of(0.1f, 3f, 40f).get(random.nextInt(3));
            float[] logits = new float[TEXTS.size()];
            for (int id = 0; id < logits.length; id++) {
                logits[id] = (float) (scale * random.nextGaussian());
            }
            return new Place(written, text, logits, language.allowed(TEXTS, text, Set.of(END)));
        }

        /** Some of what was written belongs to the prompt and yet to the answer. */
        StepContext context(Random random) {
            int branched = random.nextInt(written.size() + 1);
            List<Integer> prompt = new ArrayList<>(List.of(PROMPT, 0));
            prompt.addAll(written.subList(0, branched));
            return StepContext.builder()
                    .prompt(sequence(prompt))
                    .generated(sequence(written.subList(branched, written.size())))
                    .answerStart(2)
                    .endOfSequence(END)
                    .vocabulary(TEXTS)
                    .build();
        }
    }

    /** Neighbouring seeds begin alike. */
    private static Random random(int seed) {
        return new Random(seed * 0x9E3779B97F4A7C15L);
    }

    private static TokenSequence sequence(List<Integer> ids) {
        return TokenSequence.of(ids.stream().mapToInt(id -> id).toArray());
    }

    private static double logSum(float[] logits, Collection<Integer> ids) {
        double max = ids.stream().mapToDouble(id -> logits[id]).max().orElseThrow();
        return max
                + Math.log(ids.stream()
                        .mapToDouble(id -> Math.exp(logits[id] - max))
                        .sum());
    }

    private static List<Integer> everyId() {
        List<Integer> ids = new ArrayList<>();
        for (int id = 0; id < TEXTS.size(); id++) {
            ids.add(id);
        }
        return ids;
    }

    @ParameterizedTest
    @MethodSource("languages")
    void leavesTheRestrictedSoftmaxThatSumsToOne(KnownLanguage language) {
        double worstSum = 0;
        double worst = 0;
        for (int seed = 0; seed < PLACES; seed++) {
            Random random = random(seed);
            Place place = Place.random(language, random);
            Candidates candidates = new Candidates(TEXTS.size()).load(place.logits);
            ProcessorChain.of(language.constraint()).forRow().process(candidates, place.context(random));
            Map<Integer, Double> left = new LinkedHashMap<>();
            for (int i = 0; i < candidates.size(); i++) {
                left.put(candidates.id(i), candidates.probability(i));
            }
            assertThat(left.keySet()).as("behind <%s>", place.text).isEqualTo(place.allowed);
            double all = logSum(place.logits, place.allowed);
            for (int id : place.allowed) {
                worst = Math.max(worst, Math.abs(left.get(id) - Math.exp(place.logits[id] - all)));
            }
            worstSum = Math.max(
                    worstSum,
                    Math.abs(1 - left.values().stream().mapToDouble(p -> p).sum()));
        }
        assertThat(worstSum).isLessThanOrEqualTo(1e-12);
        assertThat(worst).isLessThanOrEqualTo(1e-6);
        System.out.printf("%s: sums to 1 within %.1e, the softmax within %.1e%n", language, worstSum, worst);
    }

    @ParameterizedTest
    @MethodSource("languages")
    void tellsTheModelsOwnMassWhateverStandsBefore(KnownLanguage language) {
        for (int seed = 0; seed < PLACES; seed++) {
            Random random = random(seed);
            Place place = Place.random(language, random);
            double mass = logSum(place.logits, place.allowed) - logSum(place.logits, everyId());
            for (LogitsProcessor before : before(place, random)) {
                AllowedShare share = share(place.logits, place.context(random), before, language.constraint());
                assertThat(share.allowed()).isEqualTo(place.allowed.size());
                assertThat(share.logMass())
                        .as("behind %s", before)
                        .isCloseTo(mass, within(1e-12 * (1 + Math.abs(mass))));
                assertThat(share.mass()).isCloseTo(Math.exp(mass), within(1e-12));
            }
        }
    }

    private static List<LogitsProcessor> before(Place place, Random random) {
        int some = place.allowed.iterator().next();
        List<Double> unconditional =
                everyId().stream().map(id -> random.nextGaussian()).toList();
        return List.of(
                new Temperature(1),
                new Temperature(0.3),
                new LogitBias(Map.of(some, 7.0, PROMPT, -3.0)),
                new Guidance(2.5, unconditional),
                new RepetitionPenalty(1.5),
                new SuppressTokens(List.of(place.allowed.size() > 1 ? some : PROMPT)),
                new Repair());
    }

    private static AllowedShare share(
            float[] logits, StepContext context, LogitsProcessor before, TextConstraint constraint) {
        ProcessorChain row = ProcessorChain.of(before, constraint).forRow();
        row.process(new Candidates(TEXTS.size()).load(logits), context);
        return Objects.requireNonNull(row.constrained()).share();
    }

    @ParameterizedTest
    @MethodSource("languages")
    void tellsTheMassOfRepairedLogits(KnownLanguage language) {
        for (int seed = 0; seed < PLACES; seed++) {
            Random random = random(seed);
            Place place = Place.random(language, random);
            int broken = random.nextInt(TEXTS.size());
            float[] repaired = place.logits.clone();
            repaired[broken] = 0;
            place.logits[broken] = Float.NaN;
            double mass = logSum(repaired, place.allowed) - logSum(repaired, everyId());
            AllowedShare share = share(place.logits, place.context(random), new Repair(), language.constraint());
            assertThat(share.logMass()).isCloseTo(mass, within(1e-12 * (1 + Math.abs(mass))));
        }
    }
}
