package io.github.isotherm;

import static java.util.Map.entry;

import java.util.Map;

/**
 * The fields of transformers' {@code GenerationConfig} and of onnxruntime-genai's {@code search} that set no processor: the
 * one list of them.
 */
final class KnownFields {
    private static final String BEAMS = "one text is written at a time, there is no beam search";
    private static final String ENCODER = "of encoder-decoder models, which are not run";
    private static final String ASSISTANT = "no second model drafts tokens";
    private static final String DRAFTED = "no tokens are drafted; a draft would change the speed, not the text";
    private static final String RETURNED = "says what Python's generate returns";
    private static final String CACHE = "the graph decides how its cache is kept";
    private static final String DOCUMENTS = "says where the file came from";
    private static final String OTHER_SEARCH = "another way of decoding, which is not offered";
    private static final String CONSTRAINED = "constrained beam search is not offered";

    /** Field to what it does. */
    static final Map<String, String> USED = Map.of(
            "do_sample", "false or absent: the most probable token, unless a temperature is asked for",
            "eos_token_id", "the ids that end a completion",
            "max_new_tokens", "the most tokens of a completion, unless asked for",
            "max_length", "the most tokens of prompt and completion, unless a number of tokens is asked for",
            "stop_strings", "texts that end a completion, unless others are asked for");

    /** Field to the reason why it does nothing. */
    static final Map<String, String> UNUSED = Map.ofEntries(
            entry("_from_model_config", DOCUMENTS),
            entry("_commit_hash", DOCUMENTS),
            entry("transformers_version", DOCUMENTS),
            entry("assistant_confidence_threshold", ASSISTANT),
            entry("assistant_early_exit", DRAFTED),
            entry("assistant_ensemble_weight", ASSISTANT),
            entry("assistant_lookbehind", ASSISTANT),
            entry("is_assistant", ASSISTANT),
            entry("max_matching_ngram_size", DRAFTED),
            entry("num_assistant_tokens", ASSISTANT),
            entry("num_assistant_tokens_schedule", ASSISTANT),
            entry("prompt_lookup_num_tokens", DRAFTED),
            entry("speculation_type", ASSISTANT),
            entry("target_lookbehind", ASSISTANT),
            entry("use_mtp", DRAFTED),
            entry("begin_suppress_tokens", "no processor drops tokens at the first step alone"),
            entry("bos_token_id", "the tokenizer says what a prompt begins with"),
            entry(
                    "past_present_share_buffer",
                    "the graph shows whether keys and values past and present may be one buffer"),
            entry("pad_token_id", "no text is padded"),
            entry("cache_config", CACHE),
            entry("cache_implementation", CACHE),
            entry("max_cache_len", CACHE),
            entry("return_legacy_cache", CACHE),
            entry("use_cache", CACHE),
            entry("chunk_size", "prompts are fed in pieces of a size of isotherm's own, with the same result"),
            entry("prefill_chunk_size", "prompts are fed in pieces of a size of isotherm's own, with the same result"),
            entry("batch_size", "requests share runs as they come"),
            entry("compile_config", "of PyTorch"),
            entry("disable_compile", "of PyTorch"),
            entry("continuous_batching_config", "of transformers' own server"),
            entry("constraints", CONSTRAINED),
            entry("force_words_ids", CONSTRAINED),
            entry("decoder_start_token_id", ENCODER),
            entry(
                    "encoder_no_repeat_ngram_size",
                    "no processor bans the n-grams of the prompt alone; a chain can say no-repeat-ngram(n, source)"),
            entry("encoder_repetition_penalty", "no processor raises the tokens of the prompt alone"),
            entry("forced_decoder_ids", ENCODER),
            entry("forced_bos_token_id", "acts after a prompt of one token, as encoder-decoder models have it"),
            entry(
                    "forced_eos_token_id",
                    "each request has a length of its own; a chain can say forced-last-token(ids, max-length)"),
            entry("diversity_penalty", BEAMS),
            entry("early_stopping", BEAMS),
            entry("length_penalty", BEAMS),
            entry("low_memory", BEAMS),
            entry("num_beam_groups", BEAMS),
            entry("num_beams", BEAMS),
            entry("dola_layers", OTHER_SEARCH),
            entry("penalty_alpha", OTHER_SEARCH),
            entry("blank_penalty", "of speech models, which are not run"),
            entry("num_return_sequences", "a Comparison has samples, as compare --samples"),
            entry("output_attentions", RETURNED),
            entry("output_hidden_states", RETURNED),
            entry("output_logits", RETURNED),
            entry("output_scores", RETURNED),
            entry("return_dict_in_generate", RETURNED),
            entry(
                    "guidance_scale",
                    "the processor guidance needs the logits of another prompt, which a request brings"),
            entry("max_time", "how long a request may take is said by the request"),
            entry("random_seed", "the seed is chosen and told, or asked for"),
            entry("renormalize_logits", "probabilities are renormalised after every step anyway"),
            entry("token_healing", "prompts are taken as they are"),
            entry("watermarking_config", "texts are not watermarked"));

    private KnownFields() {}
}
