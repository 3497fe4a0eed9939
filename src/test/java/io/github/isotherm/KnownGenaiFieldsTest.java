package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.hub.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownGenaiFieldsTest {
    /** What onnxruntime-genai's config.cpp of November 2026 reads but for {@code search}, by section. */
    private static final String GENAI = """
            model type tokenizer_dir vocab_size context_length pad_token_id eos_token_id bos_token_id decoder_start_token_id
            model sep_token_id image_token_id audio_token_id boa_token_id video_token_id vision_start_token_id num_mels fft_size
            model hop_length win_length preemph log_eps norm_eps subsampling_factor left_context conv_context tdt_durations
            model pre_encode_cache_size sample_rate chunk_samples blank_id max_symbols_per_step left_context_samples
            model right_context_samples bot_token_id eot_token_id bor_token_id eor_token_id
            model.decoder filename hidden_size num_attention_heads num_hidden_layers num_key_value_heads head_size
            model.decoder state_update_capacity conv_cache_size ple_token_pad_id layer_types shared_initializers state_groups
            model.decoder.session_options log_id enable_profiling intra_op_num_threads provider_options
            model.decoder.sliding_window window_size pad_value alignment slide_key_value_cache slide_inputs cache_slack layers
            model.decoder.inputs input_ids inputs_embeds attention_mask position_ids past_key_names past_value_names
            model.decoder.inputs past_key_scale_names past_value_scale_names past_names cross_past_key_names targets
            model.decoder.inputs cross_past_value_names past_sequence_length current_sequence_length total_sequence_length
            model.decoder.inputs encoder_hidden_states encoder_attention_mask rnn_states_prev past_key_values_length
            model.decoder.inputs cache_indirection cumulative_sequence_lengths past_sequence_lengths block_table
            model.decoder.inputs block_table_windowed attention_metadata past_conv_names past_recurrent_names hidden_states
            model.decoder.inputs past_ple_token_names past_ple_conv_names past_indexer_names state_update_capture_count
            model.decoder.inputs state_update_active lstm_hidden_state lstm_cell_state per_layer_inputs targets_length
            model.decoder.outputs logits present_key_names present_value_names present_key_scale_names present_names
            model.decoder.outputs present_value_scale_names output_cross_qk_names rnn_states present_conv_names outputs
            model.decoder.outputs present_recurrent_names present_ple_token_names present_ple_conv_names hidden_states
            model.decoder.outputs present_indexer_names state_update_conv_value_names state_update_recurrent_capsule_names
            model.decoder.outputs aux_hidden_states lstm_hidden_state lstm_cell_state outputs_length
            model.decoder.pipeline embeddings
            model.decoder.run_options any
            model.encoder filename
            model.vision filename config_filename
            model.speech filename
            model.embedding filename
            model.joiner filename
            model.vad threshold
            model.draft filename
            model.mtp filename main_hidden_states
            model.dflash2 block_size
            model.dspark block_size
            engine.dynamic_batching block_size num_blocks
            engine.static_batching max_batch_size
            speculative max_draft_tokens ngram_size
            """;

    /** Of its older versions. */
    private static final String OLDER = "model.prompt_templates assistant prompt system user";

    /** Inputs of graphs that its model builder writes down under their own names. */
    private static final String OF_BUILDERS =
            "model.decoder.inputs cache_position num_logits_to_keep seqlens_k token_type_ids use_cache_branch";

    /** {@code GenaiNamesTest} has what becomes of each of these. */
    private static final String NAMES_READ = """
            model.decoder.inputs input_ids attention_mask position_ids past_sequence_length total_sequence_length
            model.decoder.inputs cache_position num_logits_to_keep seqlens_k token_type_ids use_cache_branch past_names
            model.decoder.inputs past_key_names past_value_names past_key_scale_names past_value_scale_names
            model.decoder.inputs past_conv_names past_recurrent_names past_ple_token_names past_ple_conv_names
            model.decoder.inputs past_indexer_names
            model.decoder.outputs logits present_names
            model.decoder.outputs present_key_names present_value_names present_key_scale_names present_value_scale_names
            model.decoder.outputs present_conv_names present_recurrent_names present_ple_token_names present_ple_conv_names
            model.decoder.outputs present_indexer_names
            """;

    private static final Path DOCS = Path.of("src", "site", "markdown", "models.md");
    private static final Pattern NAME = Pattern.compile("model\\.decoder\\.(in|out)puts\\..*");

    @TempDir
    Path folder;

    private static List<String> paths(String... lists) {
        return Stream.of(lists)
                .flatMap(String::lines)
                .flatMap(line -> {
                    List<String> words = List.of(line.strip().split(" "));
                    return words.stream().skip(1).map(name -> words.get(0) + "." + name);
                })
                .toList();
    }

    @Test
    void everyFieldOfGenaiIsUsedOrHasAReason() {
        assertThat(paths(GENAI, OLDER, OF_BUILDERS))
                .allMatch(path -> KnownGenaiFields.USED.containsKey(path)
                        || KnownGenaiFields.reason(path).isPresent());
        assertThat(KnownGenaiFields.reason("model.decoder.inputs.other")).isEmpty();
        assertThat(KnownGenaiFields.reason("model.other")).isEmpty();
    }

    @Test
    void noFieldIsKnownThatNobodyHas() {
        List<String> had = paths(GENAI, OLDER, OF_BUILDERS);
        assertThat(Stream.of(KnownGenaiFields.USED, KnownGenaiFields.UNUSED).flatMap(map -> map.keySet().stream()))
                .allMatch(path -> path.endsWith(".*")
                        ? had.stream().anyMatch(one -> one.startsWith(path.substring(0, path.length() - 1)))
                        : had.contains(path));
    }

    @Test
    void noFieldIsBothUsedAndUnused() {
        assertThat(KnownGenaiFields.USED.keySet())
                .allMatch(path -> KnownGenaiFields.reason(path).isEmpty());
    }

    @Test
    void theNamesThatAreUsedAreThoseThatAreRead() {
        assertThat(KnownGenaiFields.USED.keySet().stream()
                        .filter(NAME.asMatchPredicate())
                        .toList())
                .containsExactlyInAnyOrderElementsOf(paths(NAMES_READ));
    }

    @Test
    void whatIsUsedChangesHowAModelOpensAndNothingElseDoes() throws IOException {
        Files.writeString(folder.resolve("model.onnx"), "");
        Files.writeString(folder.resolve("other.onnx"), "");
        List<Object> silent = opened("{}");
        for (String path : paths(GENAI, OLDER)) {
            boolean used = KnownGenaiFields.USED.containsKey(path);
            if (used || !NAME.matcher(path).matches()) {
                boolean text = path.endsWith(".filename") || NAME.matcher(path).matches();
                List<Object> spoken = opened(json(path, text ? "\"other.onnx\"" : "7"));
                assertThat(!spoken.equals(silent)).as(path).isEqualTo(used);
            }
        }
    }

    private static String json(String path, String value) {
        int dot = path.lastIndexOf('.');
        String object = "{\"" + path.substring(dot + 1) + "\":" + value + "}";
        return dot < 0 ? object : json(path.substring(0, dot), object);
    }

    private List<Object> opened(String genai) throws IOException {
        Files.writeString(folder.resolve("genai_config.json"), genai);
        ModelFolder opened = ModelFolder.open(folder);
        return List.of(
                opened.modelFile(),
                opened.eosTokenIds(),
                ModelDefaults.of(opened).steps(),
                CompletionLimits.of(opened),
                ModelParts.hints(opened));
    }

    @Test
    void theDocumentsHaveEveryFieldAndWhatBecomesOfIt() throws IOException {
        String expected = rows();
        assertThat(Files.readString(DOCS))
                .as("the table must be:\n%s\n", expected)
                .contains("| field of `genai_config.json` | what becomes of it |\n|---|---|\n" + expected + "\n\n");
    }

    /** Fields of one section with one fate are one row. */
    private static String rows() {
        Map<String, String> known = new TreeMap<>(KnownGenaiFields.USED);
        KnownGenaiFields.UNUSED.forEach((path, reason) -> known.put(path, "not used: " + reason));
        Map<List<String>, List<String>> groups = new LinkedHashMap<>();
        known.forEach(
                (path, meaning) -> groups.computeIfAbsent(List.of(section(path), meaning), none -> new ArrayList<>())
                        .add(path.substring(section(path).length())));
        return groups.entrySet().stream()
                .map(group -> "| " + fields(group.getKey().get(0), group.getValue()) + " | "
                        + group.getKey().get(1) + " |")
                .collect(Collectors.joining("\n"));
    }

    private static String section(String path) {
        String parent = path.endsWith(".*") ? path.substring(0, path.length() - 2) : path;
        return path.substring(0, parent.lastIndexOf('.') + 1);
    }

    private static String fields(String section, List<String> names) {
        return names.size() == 1
                ? "`" + section + names.get(0) + "`"
                : "`" + section.substring(0, section.length() - 1) + "`: `" + String.join("`, `", names) + "`";
    }
}
