package io.github.isotherm.onnx;

import io.github.isotherm.error.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a graph takes and gives, found from its own inputs and outputs.
 *
 * @param fed the inputs that are not state, token ids first
 * @param logits what it predicts
 * @param slots the state that goes from step to step; empty when every step takes all tokens
 */
record Graph(List<FedInput> fed, LogitsPort logits, List<StateSlot> slots) {
    private static final List<String> ENCODER = List.of(
            "encoder_hidden_states",
            "encoder_attention_mask",
            "encoder_outputs",
            "decoder_input_ids",
            "input_features",
            "pixel_values");

    static Graph of(
            Map<String, Port> inputs, Map<String, Port> outputs, ModelHints hints, Map<String, String> inPlace) {
        refuseOtherKinds(inputs, hints);
        List<FedInput> fed = FedInput.of(inputs, hints);
        if (fed.isEmpty() || fed.get(0).role() != Role.IDS) {
            throw new ModelException("The graph has the inputs " + inputs.keySet() + " but no input_ids"
                    + "; use an export of a decoder-only language model.");
        }
        Port ids = fed.get(0).port();
        Set<String> known = FedInput.names(fed);
        StateSlots states = new StateSlots(inputs, outputs, ids, hints, inPlace);
        List<StateSlot> slots = new ArrayList<>();
        List<String> present = new ArrayList<>();
        for (Port port : inputs.values()) {
            if (!known.contains(port.name())) {
                StateSlot slot = states.of(port);
                slots.add(slot);
                present.add(slot.output());
            }
        }
        Graph graph = new Graph(fed, LogitsPort.of(outputs, present, ids, hints), List.copyOf(slots));
        return graph.checked();
    }

    private static void refuseOtherKinds(Map<String, Port> inputs, ModelHints hints) {
        for (String name : inputs.keySet()) {
            if (ENCODER.contains(name) || name.contains(".encoder.") || name.startsWith("encoder_")) {
                throw new ModelException(
                        "The graph has the input " + name
                                + ", so it is part of an encoder-decoder or multimodal model; use a decoder-only language model.");
            }
        }
        if (inputs.containsKey("inputs_embeds") && !inputs.containsKey(hints.input("input_ids"))) {
            throw new ModelException("The graph takes inputs_embeds but no input_ids, so it is one part of a"
                    + " multimodal model; use a text-only export.");
        }
    }

    private Graph checked() {
        if (ids().dims().size() > 1 && ids().size(0) > 1) {
            throw new ModelException("The graph's input " + ids().name() + " is for exactly " + ids().size(0)
                    + " rows but must be for 1 or any number; use another export of the model.");
        }
        if (fixedTokens() > 1 && !slots.isEmpty()) {
            throw new ModelException("The graph takes exactly " + fixedTokens()
                    + " tokens a step but must take 1 or any number; use another export of the model.");
        }
        return this;
    }

    Port ids() {
        return fed.get(0).port();
    }

    int vocabularySize() {
        return logits.vocabularySize();
    }

    /** The tokens of every run, 0 where any number goes. */
    int fixedTokens() {
        return (int) Math.max(0, ids().size(ids().dims().size() - 1));
    }

    /** The most positions a fixed attention mask, or a fixed length of runs, allows. */
    int mostPositions() {
        long masked = -1;
        for (FedInput input : fed) {
            if (input.role() == Role.MASK) {
                masked = input.port().size(input.port().dims().size() - 1);
            }
        }
        int padded = paddedLength() > 0 ? paddedLength() : Integer.MAX_VALUE;
        return masked > 0 ? (int) Math.min(masked, padded) : padded;
    }

    /** The length to which runs are padded on the right, 0 where any length goes. */
    int paddedLength() {
        return slots.isEmpty() ? fixedTokens() : 0;
    }

    boolean has(Role role) {
        for (FedInput input : fed) {
            if (input.role() == role) {
                return true;
            }
        }
        return false;
    }

    Graph with(LogitsPort other) {
        return new Graph(fed, other, slots);
    }

    /** With the index of the last position in some inputs, whatever their names say. */
    Graph withLastIndexes(Set<String> names) {
        List<FedInput> changed = new ArrayList<>();
        for (FedInput input : fed) {
            boolean last = names.contains(input.port().name());
            changed.add(last ? new FedInput(Role.LAST_INDEX, input.port()) : input);
        }
        return new Graph(List.copyOf(changed), logits, slots);
    }

    /** With the inputs of another graph of the same model besides. */
    Graph and(List<FedInput> others) {
        List<FedInput> all = new ArrayList<>(fed);
        for (FedInput other : others) {
            if (!has(other.role())) {
                all.add(other);
            }
        }
        return new Graph(List.copyOf(all), logits, slots);
    }
}
