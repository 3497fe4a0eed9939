package io.github.isotherm.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.util.List;

/** Binds the states of sequences to the slots of a run. */
final class SlotStates implements AutoCloseable {
    private final String[][] inputs;
    private final String[][] outputs;

    /** What each slot is bound to. */
    private final OnnxTensor[][] bound;

    /** What a slot that nobody uses has for a past. */
    private final OnnxTensor[] nothing;

    SlotStates(OrtEnvironment environment, List<StateSlot> slots, int rows) throws OrtException {
        inputs = new String[rows][slots.size()];
        outputs = new String[rows][slots.size()];
        nothing = new OnnxTensor[slots.size()];
        bound = new OnnxTensor[rows][];
        for (int i = 0; i < nothing.length; i++) {
            nothing[i] = Tensors.state(environment, slots.get(i), DirectMemory.NONE, 0);
            for (int row = 0; row < rows; row++) {
                inputs[row][i] = SlotLayout.state(row, slots.get(i).input());
                outputs[row][i] = SlotLayout.state(row, slots.get(i).output());
            }
        }
    }

    /** Binds a state; always to the same bindings, so that what a slot had in the run before is bound already. */
    void bind(Bindings bindings, int slot, OnnxTensor[] state) {
        if (bound[slot] == state) {
            return;
        }
        bound[slot] = state;
        for (int i = 0; i < state.length; i++) {
            bindings.lendInput(inputs[slot][i], state[i]);
            bindings.lendOutput(outputs[slot][i], state[i]);
        }
    }

    void bindNothing(Bindings bindings, int slot) {
        if (bound[slot] == nothing) {
            return;
        }
        bound[slot] = nothing;
        for (int i = 0; i < nothing.length; i++) {
            bindings.lendInput(inputs[slot][i], nothing[i]);
            bindings.removeOutput(outputs[slot][i]);
        }
    }

    @Override
    public void close() {
        Tensors.close(nothing);
    }
}
