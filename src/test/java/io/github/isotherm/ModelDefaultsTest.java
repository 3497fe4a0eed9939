package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.DecodingException;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.hub.ConfiguredField;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.Reference;
import io.github.isotherm.sampling.catalog.ConfigurationKey;
import io.github.isotherm.sampling.catalog.HalfCut;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import io.github.isotherm.sampling.catalog.ProcessorOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class ModelDefaultsTest {
    /** Fields as transformers documents them (GenerationConfig, 5.24), with a value that must change the result. */
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
            Map.entry("exponential_decay_length_penalty", List.of(1, 1.5)),
            Map.entry("remove_invalid_values", true));

    private static final Path FILE = Path.of("model", "generation_config.json");

    private static final ProcessorCatalog CATALOG = ProcessorCatalog.standard();

    /** What a file that samples makes; without a top-k of its own, unless the fields bring one. */
    private static ProcessorChain chain(Map<String, Object> configured) {
        Map<String, Object> sampling = new HashMap<>(Map.of("do_sample", true, "top_k", 0));
        sampling.putAll(configured);
        return exactly(sampling, 4);
    }

    private static ProcessorChain exactly(Map<String, ?> configured, int... ends) {
        return ModelDefaults.of(fields(configured), Arrays.stream(ends).boxed().toList(), CATALOG)
                .chain(ProcessorOrder.DEFAULT);
    }

    private static Map<String, ConfiguredField> fields(Map<String, ?> configured) {
        Map<String, ConfiguredField> fields = new HashMap<>();
        configured.forEach((name, value) -> fields.put(name, new ConfiguredField(value, FILE)));
        return fields;
    }

    /** Five tokens of which 4 ends a sequence, after the history 0 1 | 2 0 1 2: 0 would repeat a pair. */
    private static String logits(ProcessorChain chain) {
        return logits(chain, 1.5f);
    }

    private static String logits(ProcessorChain chain, float last) {
        Candidates candidates = new Candidates(5).load(new float[] {2, 1, 0.5f, 0, last});
        chain.process(candidates, Reference.context(new int[] {0, 1, 2, 0, 1, 2}, 2, 4));
        return Arrays.toString(Reference.denseLogits(candidates));
    }

    private static boolean takesWhatIsNoNumber(ProcessorChain chain) {
        try {
            return !logits(chain, Float.NaN).isEmpty();
        } catch (DecodingException e) {
            return false;
        }
    }

    @Test
    void everyFieldThatTheCatalogNamesChangesTheResult() {
        List<String> named = CATALOG.types().stream()
                .flatMap(type -> type.configuration().stream())
                .map(ConfigurationKey::name)
                .toList();
        assertThat(FIELDS).containsOnlyKeys(named);
        String untouched = logits(ProcessorChain.EMPTY);
        FIELDS.forEach((field, value) -> {
            ProcessorChain chain = chain(Map.of(field, value));
            assertThat(!logits(chain).equals(untouched) || takesWhatIsNoNumber(chain))
                    .as(field)
                    .isTrue();
        });
        assertThat(takesWhatIsNoNumber(ProcessorChain.EMPTY)).isFalse();
    }

    @Test
    void theFieldOfAStrangersRowIsHonoured() {
        Map<String, ConfiguredField> fields = fields(Map.of("half_cut_floor", 0.25, "do_sample", true, "top_k", 0));
        assertThat(ModelDefaults.of(fields, List.of(), CATALOG.with(HalfCut.TYPE))
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                          | temperature=0",
                "{\"do_sample\": null, \"top_p\": 0.5}         | temperature=0 > top-p=0.5",
                "{\"do_sample\": false, \"temperature\": 0.7}  | temperature=0",
                "{\"do_sample\": true}                       | top-k=50",
                "{\"do_sample\": true, \"top_k\": 20}        | top-k=20",
                "{\"do_sample\": true, \"top_k\": null}      | top-k=50",
                "{\"do_sample\": true, \"top_k\": 0}         | ''",
                "{\"do_sample\": true, \"top_p\": null}      | top-k=50",
                "{\"do_sample\": true, \"temperature\": 0.7} | temperature=0.7 > top-k=50"
            })
    void whatIsAbsentMeansWhatItMeansInTransformers(String json, String chain) throws Exception {
        assertThat(exactly(read(json))).hasToString(chain);
    }

    /** Guards of {@code _get_logits_processor}, transformers 5.24: outside of them nothing is made. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "top_k                | 0",
                "top_k                | -1",
                "top_p                | 1.5",
                "typical_p            | 1.0",
                "epsilon_cutoff       | 1.0",
                "epsilon_cutoff       | -3",
                "eta_cutoff           | 2",
                "no_repeat_ngram_size | -1",
                "min_length           | -1",
                "min_new_tokens       | 0",
                "remove_invalid_values| false",
                "repetition_penalty   | 1.0",
                "temperature          | 1.0",
                "temperature          | null",
                "bad_words_ids        | [[4]]",
                "exponential_decay_length_penalty | null"
            })
    void whatIsOffThereIsOffHere(String field, String json) throws Exception {
        assertThat(chain(read("{\"" + field + "\": " + json + "}")).steps()).isEmpty();
    }

    /** What {@code generate()}, transformers 5.24, takes where a file says nothing is what is taken here. */
    @ParameterizedTest
    @CsvFileSource(resources = "/golden/generation-config.csv", delimiter = '|', quoteCharacter = '`')
    void nullAndTheUsualValueMeanWhatAbsenceMeans(String field, String usual) throws Exception {
        Map<String, Object> sampling = read("{\"do_sample\": true}");
        if (field.equals("do_sample")) {
            assertThat(exactly(read("{\"do_sample\": " + usual + "}"))).isEqualTo(exactly(Map.of()));
            return;
        }
        for (String value : List.of("null", usual)) {
            Map<String, Object> saying = new HashMap<>(sampling);
            saying.putAll(read("{\"" + field + "\": " + value + "}"));
            assertThat(exactly(saying, 4)).as(value).isEqualTo(exactly(sampling, 4));
        }
    }

    /** {@code _prepare_generated_length}: the length is that of the prompt and min_new_tokens, whatever min_length says. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"min_length\": 20, \"min_new_tokens\": 2}    | min-new-tokens=2",
                "{\"min_length\": 20, \"min_new_tokens\": 0}    | ''",
                "{\"min_length\": 20, \"min_new_tokens\": null} | min-length=20"
            })
    void minNewTokensTakesThePlaceOfMinLength(String json, String chain) throws Exception {
        assertThat(chain(read(json))).hasToString(chain);
    }

    /** {@code NoBadWordsLogitsProcessor}, transformers 5.24, leaves out what equals [end]. */
    @Test
    void aBadWordThatIsNothingButAnEndIsLeftOut() throws Exception {
        assertThat(exactly(read("{\"do_sample\":true,\"top_k\":0,\"bad_words_ids\":[[4],[3],[0,4],[2]]}"), 4, 2))
                .hasToString("bad-words=[[3], [0, 4]]");
    }

    @Test
    void aNumberOfTokensBeyondEveryTextIsNoBound() throws Exception {
        assertThat(logits(chain(read("{\"top_k\": 1000000000000}")))).isEqualTo(logits(ProcessorChain.EMPTY));
        assertThat(logits(chain(read("{\"no_repeat_ngram_size\": 1000000000000}"))))
                .isEqualTo(logits(ProcessorChain.EMPTY));
        assertThat(chain(read("{\"min_length\": 1000000000000}"))).hasToString("min-length=2147483647");
    }

    @Test
    void wholeNumbersMayBeWrittenAsFloats() throws Exception {
        assertThat(chain(read("{\"top_k\": 20.0}"))).hasToString("top-k=20");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "temperature           | \"0.6\" | (temperature's t is 0.6 but must be a number)",
                "temperature           | -1    | at least 0",
                "top_p                 | -0.5  | between 0 and 1",
                "top_k                 | 2.5   | a whole number",
                "min_p                 | 3     | between 0 and 1",
                "typical_p             | \"x\" | must be a number",
                "top_h                 | [0.5] | must be a number",
                "epsilon_cutoff        | true  | must be a number",
                "eta_cutoff            | {}    | must be a number",
                "no_repeat_ngram_size  | \"3\" | a whole number",
                "min_length            | true  | a whole number",
                "min_new_tokens        | [3]   | a whole number",
                "repetition_penalty    | \"1\" | must be a number",
                "repetition_penalty    | 0     | above 0",
                "do_sample             | \"yes\" | must be true or false",
                "remove_invalid_values | 1     | must be true or false",
                "suppress_tokens       | 3     | a list of token ids",
                "suppress_tokens       | [null] | null",
                "bad_words_ids         | [3]   | a list of token ids",
                "sequence_bias         | [3]   | a list of ids and bias",
                "exponential_decay_length_penalty | [5] | a list of start and factor"
            })
    void whatTransformersRefusesIsOneSentence(String field, String json, String allowed) throws Exception {
        assertThatThrownBy(() -> chain(read("{\"" + field + "\": " + json + "}")))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(FILE + ": " + field + " ")
                .hasMessageContaining(json)
                .hasMessageContaining(allowed)
                .hasMessageEndingWith("; correct the file.");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> read(String json) throws Exception {
        return new com.fasterxml.jackson.databind.ObjectMapper().readValue(json, Map.class);
    }
}
