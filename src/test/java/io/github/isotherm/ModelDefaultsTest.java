package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.ModelException;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.Reference;
import io.github.isotherm.sampling.catalog.ConfigurationKey;
import io.github.isotherm.sampling.catalog.HalfCut;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import io.github.isotherm.sampling.catalog.ProcessorOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelDefaultsTest {
    /** Fields as transformers documents them (GenerationConfig, 4.57), with a value that must change the result. */
    private static final Map<String, Object> FIELDS = Map.ofEntries(
            Map.entry("temperature", 0.5),
            Map.entry("top_k", 2),
            Map.entry("top_p", 0.5),
            Map.entry("min_p", 0.5),
            Map.entry("typical_p", 0.5),
            Map.entry("epsilon_cutoff", 0.2),
            Map.entry("eta_cutoff", 0.5),
            Map.entry("top_h", 0.3),
            Map.entry("repetition_penalty", 1.5),
            Map.entry("no_repeat_ngram_size", 2),
            Map.entry("min_length", 20),
            Map.entry("min_new_tokens", 20),
            Map.entry("suppress_tokens", List.of(1)),
            Map.entry("bad_words_ids", List.of(List.of(2, 0))),
            Map.entry("sequence_bias", List.of(List.of(List.of(2, 0), -3.0))),
            Map.entry("exponential_decay_length_penalty", List.of(1, 1.5)));

    private static final ProcessorCatalog CATALOG = ProcessorCatalog.standard();

    private static ProcessorChain chain(Map<String, Object> configured) {
        return ModelDefaults.of(configured, CATALOG, Path.of("model")).chain(ProcessorOrder.DEFAULT);
    }

    /** Five tokens of which 4 ends a sequence, after the history 0 1 | 2 0 1 2: 0 would repeat a pair. */
    private static String logits(ProcessorChain chain) {
        Candidates candidates = new Candidates(5).load(new float[] {2, 1, 0.5f, 0, 1.5f});
        chain.process(candidates, Reference.context(new int[] {0, 1, 2, 0, 1, 2}, 2, 4));
        return Arrays.toString(Reference.denseLogits(candidates));
    }

    @Test
    void everyFieldThatTheCatalogNamesChangesTheResult() {
        List<String> named = CATALOG.types().stream()
                .flatMap(type -> type.configuration().stream())
                .map(ConfigurationKey::name)
                .toList();
        assertThat(FIELDS).containsOnlyKeys(named);
        String untouched = logits(ProcessorChain.EMPTY);
        FIELDS.forEach((field, value) ->
                assertThat(logits(chain(Map.of(field, value)))).as(field).isNotEqualTo(untouched));
    }

    @Test
    void theFieldOfAStrangersRowIsHonoured() {
        assertThat(ModelDefaults.of(Map.of("half_cut_floor", 0.25), CATALOG.with(HalfCut.TYPE), Path.of("model"))
                        .steps())
                .extracting(step -> step.processor())
                .containsExactly(new HalfCut(0.25, 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no_repeat_ngram_size             | 3                | no-repeat-ngram=3",
                "suppress_tokens                  | [1, 2]           | suppress-tokens=[1, 2]",
                "bad_words_ids                    | [[2, 0]]         | bad-words=[[2, 0]]",
                "sequence_bias                    | [[[2, 0], -3]]   | sequence-bias=[{ids: [2, 0], bias: -3}]",
                "exponential_decay_length_penalty | [5, 1.5]         | exponential-decay-length(start=5, factor=1.5)"
            })
    void aFieldIsReadInTransformersShape(String field, String json, String chain) throws Exception {
        Object value = new com.fasterxml.jackson.databind.ObjectMapper().readValue(json, Object.class);
        assertThat(chain(Map.of(field, value))).hasToString(chain);
    }

    @Test
    void withoutSamplingTheMostProbableTokenIsTaken() {
        assertThat(chain(Map.of("do_sample", false, "temperature", 0.7))).hasToString("temperature=0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exponential_decay_length_penalty | a list of start and factor",
                "sequence_bias                    | a list of pairs of ids and bias",
                "suppress_tokens                  | a list of token ids",
                "top_p                            | a number"
            })
    void aFieldOfAnotherShapeIsAFaultOfTheFolder(String field, String allowed) {
        assertThatThrownBy(() -> chain(Map.of(field, "often")))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("The configuration in model is wrong")
                .hasMessageContaining("often")
                .hasMessageContaining(allowed);
    }
}
