package io.github.isotherm.onnx;

/**
 * What {@link AttentionSlots} has made of a graph.
 *
 * @param rows how many sequences share a run
 * @param packed whether all tokens of a run stand in one sequence; else a run is as the file has it, with the last token
 *     repeated before attention
 * @param kept whether logits are computed of chosen positions only
 * @param silent whether a run of one token more than a multiple of 128 wants another: products that do not round activations
 *     to 8 bits take another kernel for one token left over
 */
record SlotLayout(int rows, boolean packed, boolean kept, boolean silent) {
    /** Begins the names of inputs and outputs that the file does not have. */
    private static final String OURS = "isotherm/";

    /** Which of the packed positions' logits are computed, {@code [kept]}. */
    static final String KEPT = OURS + "kept";

    /** Where the packed positions are among the attentions' outputs, {@code [tokens]}. */
    static final String UNPACK = OURS + "unpack";

    /** How many tokens a block of rows of the products' kernels has. */
    private static final int BLOCK = 128;

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

    /** Whether so many rows of a product want a silent one. */
    boolean wantsSilent(int count) {
        return silent && count % BLOCK == 1;
    }
}
