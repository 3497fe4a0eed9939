package io.github.isotherm.onnx;

import ai.onnxruntime.OrtException;

/** Fills the inputs of one slot of a run that are not state. */
interface SlotInputs extends AutoCloseable {
    /**
     * Binds them for what the slot takes.
     *
     * @param first the index of its first token in the packed sequence
     */
    void bind(Bindings bindings, PackedRuns.Part part, int first) throws OrtException;

    /** Binds what a slot that nobody uses is told: token 0, alone. */
    void bindUnused(Bindings bindings) throws OrtException;

    /** How many places the slot has among the attentions' outputs, for so many rows of the operator. */
    int places(int rows);

    /**
     * Adds where those of its tokens are, token by token.
     *
     * @param from where the slot's places begin
     */
    void addPlaces(IntegerInput unpack, int from, int tokens);

    @Override
    void close();
}
