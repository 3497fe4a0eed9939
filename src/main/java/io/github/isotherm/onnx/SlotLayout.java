package io.github.isotherm.onnx;

import org.jspecify.annotations.Nullable;

/**
 * What {@link AttentionSlots} has made of a graph.
 *
 * @param rows how many sequences share a run
 * @param folded how the slots of {@code rows} sequences have heads as rows, each for a few tokens behind a past; null where
 *     they take any number of tokens with the last one repeated
 * @param prompts how many slots beside them take any number of tokens so, where those do not
 * @param packed whether all tokens of a run stand in one sequence; else a run is as the file has it, with the last token
 *     repeated before attention
 * @param kept whether logits are computed of chosen positions only
 * @param exact whether a sequence's logits depend on its ids alone
 * @param tokens which numbers of packed tokens want a silent one behind them
 * @param positions which numbers of kept positions do
 */
record SlotLayout(
        int rows,
        @Nullable FoldedHeads folded,
        int prompts,
        boolean packed,
        boolean kept,
        boolean exact,
        Silence tokens,
        Silence positions) {
    /** Begins the names of inputs and outputs that the file does not have. */
    private static final String OURS = "isotherm/";

    /** Which of the packed positions' logits are computed, {@code [kept]}. */
    static final String KEPT = OURS + "kept";

    /** Where the packed positions are among the attentions' outputs, {@code [tokens]}. */
    static final String UNPACK = OURS + "unpack";

    /** Which heads of the packed sequence the rows of heads take, slot by slot, {@code [heads]}. */
    static final String HEADS = OURS + "heads";

    /** Which tokens those rows are of, {@code [rows]}; where keys and values come apart from queries. */
    static final String FOLDED_ROWS = OURS + "heads.rows";

    /** How many rows each slot has, {@code [slots]}. */
    static final String FOLDED_COUNTS = OURS + "heads.counts";

    /** The shape of attention's outputs, tokens by heads. */
    static final String TOKENS = OURS + "shape.tokens";

    /** How many slots a run has. */
    int slots() {
        return rows + prompts;
    }

    /** All slots, for one run. */
    FreeSlots free() {
        return new FreeSlots(this);
    }

    /** How many rows the attention operator gets for so many tokens. */
    int operatorRows(int slot, int tokens) {
        return folded != null && isFolded(slot) ? folded.group() * tokens : tokens + 1;
    }

    /** Whether a slot has heads as rows; those come first. */
    boolean isFolded(int slot) {
        return folded != null && slot < rows;
    }

    /** Positions that may be written behind a sequence's last. */
    int beyond() {
        return folded == null ? 1 : Math.max(1, folded.beyond());
    }

    /** The position of each of a slot's rows, {@code [1, rows]}. */
    static String positions(int slot) {
        return OURS + "positions." + slot;
    }

    /** What hides keys from a slot's rows, {@code [1, 1, rows, total]}. */
    static String bias(int slot) {
        return OURS + "bias." + slot;
    }

    /** The indices of a slot's tokens in the packed sequence, the last one twice, {@code [n + 1]}. */
    static String rows(int slot) {
        return OURS + "rows." + slot;
    }

    /** The index of a slot's last position, {@code [1]}. */
    static String last(int slot) {
        return OURS + "last." + slot;
    }

    /** The number of a slot's positions, {@code [1]}. */
    static String total(int slot) {
        return OURS + "total." + slot;
    }

    /** What a state of the file is called in a slot. */
    static String state(int slot, String name) {
        return slot == 0 ? name : OURS + slot + "/" + name;
    }

    /** A value within the graph. */
    static String value(String name, String part) {
        return OURS + name + "/" + part;
    }

    static boolean isOurs(String name) {
        return name.startsWith(OURS);
    }
}
