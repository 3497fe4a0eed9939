package io.github.isotherm.onnx;

/** The slots that nobody has in a run that is being put together. */
final class FreeSlots {
    /** No slot. */
    static final int NONE = -1;

    private final SlotLayout layout;
    private int first;
    private int prompt;

    FreeSlots(SlotLayout layout) {
        this.layout = layout;
        prompt = layout.rows();
    }

    /**
     * A slot for some tokens of a sequence.
     *
     * @param past positions before them
     * @return {@link #NONE} where none is left that takes them
     */
    int take(int past, int tokens) {
        FoldedHeads folded = layout.folded();
        if (folded == null || folded.takes(past, tokens)) {
            return first < layout.rows() ? first++ : NONE;
        }
        return prompt < layout.slots() ? prompt++ : NONE;
    }
}
