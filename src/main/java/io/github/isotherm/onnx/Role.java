package io.github.isotherm.onnx;

import java.util.List;

/** What an input that is not state tells a graph about a step. In shapes, n counts tokens fed and past those before. */
enum Role {
    /** The tokens, {@code [rows, n]}. */
    IDS("input_ids input input1 tokens ids"),
    /** Ones for positions to look at, {@code [rows, past + n]}. */
    MASK("attention_mask mask"),
    /** Where the tokens stand, {@code [rows, n]}; of several kinds of position {@code [kinds, rows, n]}. */
    POSITIONS("position_ids positions"),
    /** Where the tokens stand, {@code [n]}. */
    CACHE_POSITION("cache_position"),
    /** Zeros: text and nothing else, {@code [rows, n]}. */
    TOKEN_TYPES("token_type_ids mm_token_type_ids"),
    /** How many positions' logits to compute, counted from the end. */
    KEEP_COUNT("num_logits_to_keep logits_to_keep"),
    /** Whether there is a past. */
    CACHE_BRANCH("use_cache_branch"),
    /** past + n. */
    TOTAL_LENGTH("total_sequence_length total_seq_len current_sequence_length"),
    /** past. */
    PAST_LENGTH("past_sequence_length past_seq_len past_length past_len"),
    /** past + n - 1 of each row. */
    LAST_INDEX("seqlens_k");

    /** Names graphs use for it, the usual one first. */
    private final String names;

    Role(String names) {
        this.names = names;
    }

    List<String> names() {
        return List.of(names.split(" "));
    }
}
