package io.github.isotherm;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The fields of {@code genai_config.json} by their paths, all but those of {@code search} ({@link KnownFields} and the catalog
 * have these): the one list of them. A path that ends with {@code .*} is a section of which nothing is used.
 */
final class KnownGenaiFields {
    private static final String DECODER = "model.decoder.";
    private static final String INPUTS = DECODER + "inputs.";
    private static final String OUTPUTS = DECODER + "outputs.";
    private static final String ALL = ".*";

    private static final String NAME = "the graph's own name of it";
    private static final String STATE = "the graph's own names of states, which past and present go by";
    private static final String OPEN = "where the graph leaves it open";
    private static final String SHOWN = "the graph shows it";
    private static final String ENCODER = "of encoder-decoder models, which are not run";
    private static final String MEDIA = "of models of images, films and sounds, which are not run";
    private static final String DRAFTED = "no tokens are drafted; a draft would change the speed, not the text";
    private static final String ENGINE =
            "how the graph runs is said by EngineOptions, in a command by options such as --threads";
    private static final String SHARED = "requests share runs as they come";
    private static final String NOT_FED = "no graph that needs such an input is run";
    private static final String NOT_TAKEN = "logits and states are all that is taken of a graph";

    /** Path to what it does. */
    static final Map<String, String> USED = new TreeMap<>();

    /** Path to the reason why it does nothing. */
    static final Map<String, String> UNUSED = new TreeMap<>();

    static {
        used("model.", "the most tokens of prompt and completion together", "context_length");
        used("model.", "the ids that end a completion, unless generation_config.json names any", "eos_token_id");
        used("model.", "the number of logits, " + OPEN, "vocab_size");
        used(DECODER, "the graph's file, unless one is asked for", "filename");
        used(DECODER, "a size of the cache, " + OPEN, "head_size num_key_value_heads");
        used(INPUTS, NAME, "input_ids attention_mask position_ids past_sequence_length total_sequence_length");
        used(INPUTS, NAME, "cache_position num_logits_to_keep seqlens_k token_type_ids use_cache_branch");
        used(OUTPUTS, NAME, "logits");
        for (String state :
                List.of("key value key_scale value_scale conv recurrent ple_token ple_conv indexer".split(" "))) {
            used(INPUTS, STATE, "past_" + state + "_names");
            used(OUTPUTS, STATE, "present_" + state + "_names");
        }
        used(INPUTS, STATE, "past_names");
        used(OUTPUTS, STATE, "present_names");

        unused("model.", "the graph shows what it is made of", "type");
        unused("model.", "tokenizer.json of the model's folder is read", "tokenizer_dir");
        unused("model.", "the tokenizer says what a prompt begins with", "bos_token_id");
        unused("model.", "no text is padded", "pad_token_id");
        unused("model.", "a prompt is one text", "sep_token_id");
        unused("model.", "calls of tools are found by the texts around them", "bot_token_id eot_token_id");
        unused("model.", "reasoning is text like other text", "bor_token_id eor_token_id");
        unused("model.", "the model's chat template is asked", "prompt_templates.*");
        unused("model.", ENCODER, "decoder_start_token_id encoder.*");
        unused("model.", MEDIA, "image_token_id video_token_id vision_start_token_id audio_token_id boa_token_id");
        unused("model.", MEDIA, "num_mels fft_size hop_length win_length preemph log_eps norm_eps subsampling_factor");
        unused("model.", MEDIA, "left_context conv_context pre_encode_cache_size sample_rate chunk_samples blank_id");
        unused("model.", MEDIA, "max_symbols_per_step left_context_samples right_context_samples tdt_durations");
        unused("model.", MEDIA, "embedding.* vision.* speech.* joiner.* vad.*");
        unused("model.", DRAFTED, "draft.* mtp.* dflash2.* dspark.*");
        unused(DECODER, SHOWN, "hidden_size num_attention_heads num_hidden_layers conv_cache_size layer_types");
        unused(DECODER, SHOWN, "state_groups shared_initializers");
        unused(DECODER, DRAFTED, "state_update_capacity");
        unused(DECODER, NOT_FED, "ple_token_pad_id");
        unused(DECODER, ENGINE, "session_options.* run_options.*");
        unused(DECODER, "the graph says how far its attention looks, and the whole cache is kept", "sliding_window.*");
        unused(DECODER, "one graph is run, not several in turn", "pipeline.*");
        unused(INPUTS, "this input is found by its usual name alone", "current_sequence_length");
        unused(INPUTS, NOT_FED, "inputs_embeds per_layer_inputs hidden_states encoder_hidden_states");
        unused(INPUTS, NOT_FED, "encoder_attention_mask cross_past_key_names cross_past_value_names rnn_states_prev");
        unused(INPUTS, NOT_FED, "targets targets_length lstm_hidden_state lstm_cell_state past_key_values_length");
        unused(INPUTS, NOT_FED, "cache_indirection cumulative_sequence_lengths past_sequence_lengths block_table");
        unused(
                INPUTS,
                NOT_FED,
                "block_table_windowed attention_metadata state_update_capture_count state_update_active");
        unused(OUTPUTS, NOT_TAKEN, "hidden_states aux_hidden_states output_cross_qk_names rnn_states outputs");
        unused(OUTPUTS, NOT_TAKEN, "outputs_length lstm_hidden_state lstm_cell_state state_update_conv_value_names");
        unused(OUTPUTS, NOT_TAKEN, "state_update_recurrent_capsule_names");
        unused("", SHARED, "engine.*");
        unused("", DRAFTED, "speculative.*");
    }

    private KnownGenaiFields() {}

    private static void used(String section, String meaning, String names) {
        Stream.of(names.split(" ")).forEach(name -> USED.put(section + name, meaning));
    }

    private static void unused(String section, String reason, String names) {
        Stream.of(names.split(" ")).forEach(name -> UNUSED.put(section + name, reason));
    }

    /** Why a field does nothing; empty for one that is used, or that nobody knows. */
    static Optional<String> reason(String path) {
        String own = UNUSED.get(path);
        for (String section = path; own == null && !section.isEmpty(); section = above(section)) {
            own = UNUSED.get(section + ALL);
        }
        return Optional.ofNullable(own == null && isSection(path) ? "nothing is said in it" : own);
    }

    private static String above(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('.')));
    }

    private static boolean isSection(String path) {
        return path.equals("search") || USED.keySet().stream().anyMatch(known -> known.startsWith(path + "."));
    }
}
