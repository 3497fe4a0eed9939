package io.github.isotherm.onnx;

/**
 * What {@link AttentionSlots} has made of a graph.
 *
 * @param rows how many sequences share a run
 * @param packed whether all tokens of a run stand in one sequence; else a run is as the file has it, with the last token
 *     repeated before attention
 * @param kept whether logits are computed of chosen positions only
 * @param exact whether a sequence's logits depend on its ids alone
 * @param tokens which numbers of packed tokens want a silent one behind them
 * @param positions which numbers of kept positions do
 */
record SlotLayout(int rows, boolean packed, boolean kept, boolean exact, Silence tokens, Silence positions) {
    /** Begins the names of inputs and outputs that the file does not have. */
    private static final String OURS = "isotherm/";

    /** Which of the packed positions' logits are computed, {@code [kept]}. */
    static final String KEPT = OURS + "kept";

    /** Where the packed positions are among the attentions' outputs, {@code [tokens]}. */
    static final String UNPACK = OURS + "unpack";

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
