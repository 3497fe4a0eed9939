package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.isotherm.ConfigurationUse.Kind;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.hub.ModelFolder;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationUseTest {
    /** Fields of transformers before 5. */
    private static final List<String> OLDER = List.of("forced_decoder_ids", "return_legacy_cache", "_commit_hash");

    /** The fields of {@code search} that onnxruntime-genai's config.h and model builder have. */
    private static final List<String> GENAI = List.of(
            ("batch_size blank_penalty chunk_size diversity_penalty do_sample early_stopping length_penalty max_length min_length"
                            + " no_repeat_ngram_size num_beams num_return_sequences past_present_share_buffer random_seed"
                            + " repetition_penalty temperature top_k top_p")
                    .split(" "));

    private static final Path FIELDS = Path.of("src", "test", "resources", "golden", "generation-config.csv");
    private static final Path DOCS = Path.of("src", "site", "markdown", "models.md");
    private static final Pattern ROW = Pattern.compile("^\\| `(\\w+)` \\| (.+?) \\|$", Pattern.MULTILINE);

    @TempDir
    Path folder;

    private static Map<String, String> known() {
        Map<String, String> known = new TreeMap<>();
        KnownFields.UNUSED.forEach((name, reason) -> known.put(name, "not used: " + reason));
        known.putAll(ConfigurationUse.used(ProcessorCatalog.standard()));
        return known;
    }

    @Test
    void everyFieldOfTransformersAndOfGenaiIsKnown() throws IOException {
        assertThat(known().keySet()).containsAll(OLDER).containsAll(GENAI).containsAll(transformers());
    }

    @Test
    void noFieldIsKnownThatNobodyHas() throws IOException {
        assertThat(Stream.of(OLDER, GENAI, transformers()).flatMap(List::stream))
                .containsAll(known().keySet());
    }

    /** Every field of transformers 5.24, as {@code generation_fields.py} lists them. */
    private static List<String> transformers() throws IOException {
        try (Stream<String> lines = Files.lines(FIELDS)) {
            return lines.filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" ", 2)[0])
                    .toList();
        }
    }

    @Test
    void noFieldIsBothUsedAndUnused() {
        assertThat(KnownFields.UNUSED.keySet())
                .doesNotContainAnyElementsOf(
                        ConfigurationUse.used(ProcessorCatalog.standard()).keySet());
    }

    @Test
    void theDocumentsHaveEveryFieldAndWhatBecomesOfIt() throws IOException {
        String section = Files.readString(DOCS)
                .split("## What a model says of itself\n", 2)[1]
                .split("\n## ", 2)[0];
        Map<String, String> rows = ROW.matcher(section)
                .results()
                .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2), (a, b) -> b, TreeMap::new));
        String expected = known().entrySet().stream()
                .map(entry -> "| `" + entry.getKey() + "` | " + entry.getValue() + " |")
                .collect(Collectors.joining("\n"));
        assertThat(rows).as("the table must be:\n%s\n", expected).isEqualTo(known());
    }

    @Test
    void aFieldIsUsedOrKnownOrUnknownAndTheFileIsNamed() throws IOException {
        Files.writeString(folder.resolve("model.onnx"), "");
        Files.writeString(
                folder.resolve("genai_config.json"),
                "{\"search\":{\"temperature\":0.9,\"random_seed\":-1,\"num_beams\":1}}");
        Files.writeString(
                folder.resolve("generation_config.json"), "{\"temperature\":null,\"num_beams\":4,\"top_z\":[1,\"a\"]}");
        assertThat(ConfigurationUse.of(ModelFolder.open(folder)))
                .extracting(use -> use.name() + " " + use.field().text() + " " + use.kind() + " "
                        + use.field().file().getFileName())
                .containsExactlyInAnyOrder(
                        "temperature null USED generation_config.json",
                        "search.random_seed -1 UNUSED genai_config.json",
                        "search.temperature 0.9 UNUSED genai_config.json",
                        "search.num_beams 1 UNUSED genai_config.json",
                        "num_beams 4 UNUSED generation_config.json",
                        "top_z [1, \"a\"] UNKNOWN generation_config.json");
    }

    @Test
    void everyLeafOfGenaisFileIsThere() throws IOException {
        Files.writeString(folder.resolve("model.onnx"), "");
        Files.writeString(
                folder.resolve("genai_config.json"),
                "{\"model\":{\"type\":\"llama\",\"context_length\":64,\"vision\":{\"inputs\":{\"a\":[]}},\"new\":{\"b\":{\"c\":1}},"
                        + "\"decoder\":{\"inputs\":{\"input_ids\":\"ids\",\"block_table\":\"t\",\"d\":\"e\"},\"outputs\":{}}},"
                        + "\"search\":{\"top_k\":4,\"x\":{\"y\":1},\"eos_token_id\":3},"
                        + "\"engine\":{\"static_batching\":{\"max_batch_size\":4}},\"speculative\":null,\"z\":0}");
        assertThat(ConfigurationUse.of(ModelFolder.open(folder)))
                .extracting(use -> use.name() + " " + use.field().text() + " " + use.kind())
                .containsExactlyInAnyOrder(
                        "search.top_k 4 USED",
                        "search.x {\"y\": 1} UNKNOWN",
                        "search.eos_token_id 3 UNKNOWN",
                        "model.type \"llama\" UNUSED",
                        "model.context_length 64 USED",
                        "model.vision.inputs.a [] UNUSED",
                        "model.new.b.c 1 UNKNOWN",
                        "model.decoder.inputs.input_ids \"ids\" USED",
                        "model.decoder.inputs.block_table \"t\" UNUSED",
                        "model.decoder.inputs.d \"e\" UNKNOWN",
                        "model.decoder.outputs {} UNUSED",
                        "engine.static_batching.max_batch_size 4 UNUSED",
                        "speculative null UNUSED",
                        "z 0 UNKNOWN");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"search\":[]} | search is []",
                "{\"search\":\"x\"} | search is \"x\"",
                "{\"model\":[1]} | model is [1]",
                "{\"model\":{\"decoder\":2}} | model.decoder is 2",
                "{\"model\":{\"decoder\":{\"inputs\":[\"a\"]}}} | model.decoder.inputs is [\"a\"]"
            })
    void whatMustBeAnObjectAndIsNoneIsRefusedInASentence(String genai, String said) throws IOException {
        Files.writeString(folder.resolve("model.onnx"), "");
        Files.writeString(folder.resolve("genai_config.json"), genai);
        assertThatThrownBy(() -> ModelFolder.open(folder))
                .isInstanceOf(ModelException.class)
                .hasMessage(folder.resolve("genai_config.json") + ": " + said
                        + " but must be an object; correct the file.");
    }

    @Test
    void aProcessorThatDoesNothingIsOff() throws IOException {
        Files.writeString(folder.resolve("model.onnx"), "");
        Files.writeString(
                folder.resolve("generation_config.json"),
                "{\"do_sample\":true,\"top_k\":0,\"top_p\":0.5,\"min_p\":null}");
        assertThat(ConfigurationUse.of(ModelFolder.open(folder)))
                .extracting(ConfigurationUse::name, ConfigurationUse::meaning)
                .contains(
                        tuple("top_k", "the processor top-k, off"),
                        tuple("top_p", "the processor top-p"),
                        tuple("min_p", "the processor min-p, off"));
    }

    @Test
    void whatIsNotUsedHasAReason() throws IOException {
        Files.writeString(folder.resolve("model.onnx"), "");
        Files.writeString(folder.resolve("generation_config.json"), "{\"penalty_alpha\":0.6,\"top_k\":4}");
        assertThat(ConfigurationUse.of(ModelFolder.open(folder)))
                .filteredOn(use -> use.kind() == Kind.UNUSED)
                .extracting(ConfigurationUse::meaning)
                .containsExactly("another way of decoding, which is not offered");
    }
}
