package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.Reference;
import io.github.isotherm.sampling.SequenceBreaker;
import io.github.isotherm.sampling.StepContext;
import io.github.isotherm.sampling.TokenSequence;
import io.github.isotherm.sampling.Vocabulary;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import io.github.isotherm.sampling.processors.Dry;
import io.github.isotherm.tokenizer.FixtureTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DRY's breakers in tokenizers of every form, as {@code breakers.py} has them. */
class SequenceBreakersTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BREAKERS = 4;

    @TempDir
    static Path folder;

    private static JsonNode form(String name) throws IOException {
        return JSON.readTree(Path.of("src/test/resources/golden/breakers.json").toFile())
                .get(name);
    }

    private static ProcessorChain usual() {
        return SequenceBreakers.completed(ProcessorCatalog.standard().parse("dry(multiplier=1, allowed-length=1)"));
    }

    /** By how much a chain lowers each token after a history. */
    private static double[] falls(ProcessorChain chain, Candidates candidates, Vocabulary vocabulary, int... history) {
        candidates.load(new float[candidates.vocabularySize()]);
        chain.process(
                candidates,
                StepContext.builder()
                        .prompt(TokenSequence.of(history))
                        .vocabulary(vocabulary)
                        .build());
        return Arrays.stream(Reference.denseLogits(candidates))
                .map(logit -> 0 - logit)
                .toArray();
    }

    private static int[] ids(JsonNode array) {
        return JSON.convertValue(array, int[].class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gemma", "gpt2", "llama", "mistral", "prefix-space", "unigram"})
    void everyTokenThatContainsADefaultBreakerBreaksAndNoOther(String name) throws IOException {
        Vocabulary vocabulary = FixtureTokenizer.vocabulary(name, folder);
        List<Integer> breaking = new ArrayList<>();
        for (JsonNode ids : form(name).get("breaking")) {
            Arrays.stream(ids(ids)).forEach(breaking::add);
        }
        Candidates candidates = new Candidates(form(name).get("size").intValue());
        int a = 300;
        int b = 301;
        assertThat(breaking).doesNotContain(a, b).hasSizeGreaterThan(BREAKERS);
        for (int id = 0; id < candidates.vocabularySize(); id++) {
            if (id != a && id != b) {
                double fall = falls(usual(), candidates, vocabulary, id, a, b, id, a)[b];
                assertThat(fall)
                        .as("a repetition across " + vocabulary.text(id))
                        .isEqualTo(breaking.contains(id) ? 1 : 1.75, within(1e-6));
                assertThat(falls(usual(), candidates, vocabulary, a, id, b, a)[id])
                        .as("the candidate " + vocabulary.text(id))
                        .isEqualTo(breaking.contains(id) ? 0 : 1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gemma", "gpt2", "llama", "mistral", "prefix-space", "unigram"})
    void penaltiesAreThoseOfThePlainDefinition(String name) throws IOException {
        Vocabulary vocabulary = FixtureTokenizer.vocabulary(name, folder);
        Candidates candidates = new Candidates(form(name).get("size").intValue());
        int lowered = 0;
        for (JsonNode one : form(name).get("cases")) {
            double[] expected = new double[candidates.vocabularySize()];
            one.get("falls")
                    .properties()
                    .forEach(fall -> expected[Integer.parseInt(fall.getKey())] =
                            fall.getValue().doubleValue());
            assertThat(falls(chain(one), candidates, vocabulary, ids(one.get("history"))))
                    .as(one.toString())
                    .containsExactly(expected, within(1e-5));
            lowered += one.get("falls").isEmpty() ? 0 : 1;
        }
        assertThat(lowered).isGreaterThan(20);
    }

    private static ProcessorChain chain(JsonNode one) {
        List<SequenceBreaker> breakers = new ArrayList<>();
        one.get("breakers")
                .forEach(breaker -> breakers.add(
                        breaker.isTextual()
                                ? SequenceBreaker.of(breaker.textValue())
                                : SequenceBreaker.of(
                                        Arrays.stream(ids(breaker)).boxed().toList())));
        return ProcessorChain.of(new Dry(
                one.get("multiplier").doubleValue(),
                one.get("base").doubleValue(),
                one.get("allowed").intValue(),
                -1,
                breakers));
    }

    @Test
    void onlyADryWithoutBreakersGetsTheUsualOnes() {
        ProcessorCatalog catalog = ProcessorCatalog.standard();
        assertThat(SequenceBreakers.completed(catalog.parse("dry=0.8 > temperature=0.5")))
                .hasToString(
                        "dry(multiplier=0.8, sequence-breakers=[\"\\n\", \":\", \"\\\"\", \"*\"]) > temperature=0.5");
        ProcessorChain own = catalog.parse("dry(multiplier=0.8, sequence-breakers=[\";\"])");
        assertThat(SequenceBreakers.completed(own)).isSameAs(own);
    }
}
