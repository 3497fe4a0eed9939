package io.github.isotherm.onnx;

import ai.onnxruntime.OnnxJavaType;
import io.github.isotherm.error.ModelException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a graph takes and gives, found from its own inputs and outputs.
 *
 * @param inputIds {@code [rows, n]}
 * @param attentionMask {@code [rows, past + n]} ones, when the graph has it
 * @param positionIds {@code [rows, n]}, when the graph has it
 * @param keepCount how many positions' logits to compute, counted from the end, when the graph has it
 * @param logits {@code [rows, n or keepCount, vocabulary]}
 * @param vocabularySize logits per position
 * @param slots the state that goes from step to step
 */
record Graph(
        Port inputIds,
        @Nullable Port attentionMask,
        @Nullable Port positionIds,
        @Nullable Port keepCount,
        Port logits,
        int vocabularySize,
        List<StateSlot> slots) {

    private static final List<String> LOGITS = List.of("logits", "output", "output1");
    private static final List<String> ENCODER =
            List.of("encoder_hidden_states", "decoder_input_ids", "encoder_outputs");
    private static final Set<OnnxJavaType> FLOATS =
            Set.of(OnnxJavaType.FLOAT, OnnxJavaType.FLOAT16, OnnxJavaType.BFLOAT16);

    static Graph of(Map<String, Port> inputs, Map<String, Port> outputs, ModelHints hints) {
        refuseOtherKinds(inputs, hints);
        Port ids = required(inputs, hints.input("input_ids"));
        Port mask = inputs.get(hints.input("attention_mask"));
        Port positions = inputs.get(hints.input("position_ids"));
        Port keep = inputs.get(hints.input("num_logits_to_keep"));
        Port logits = logits(outputs, hints);
        Set<String> fed = Stream.of(ids, mask, positions, keep)
                .filter(Objects::nonNull)
                .map(Port::name)
                .collect(Collectors.toSet());
        StateSlots slots = new StateSlots(inputs, outputs, hints);
        inputs.values().stream().filter(port -> !fed.contains(port.name())).forEach(slots::add);
        return new Graph(ids, mask, positions, keep, logits, vocabularySize(logits, hints), slots.all());
    }

    private static void refuseOtherKinds(Map<String, Port> inputs, ModelHints hints) {
        for (String name : ENCODER) {
            if (inputs.containsKey(name)) {
                throw new ModelException("The graph has the input " + name
                        + ", so it is part of an encoder-decoder model; use a decoder-only language model.");
            }
        }
        if (inputs.containsKey("inputs_embeds") && !inputs.containsKey(hints.input("input_ids"))) {
            throw new ModelException("The graph takes inputs_embeds but no input_ids, so it is one part of a"
                    + " multimodal model; use a text-only export.");
        }
    }

    private static Port logits(Map<String, Port> outputs, ModelHints hints) {
        Port logits = outputs.get(hints.output("logits"));
        for (String name : LOGITS) {
            logits = logits == null ? outputs.get(name) : logits;
        }
        if (logits == null || logits.dims().size() != 3 || !FLOATS.contains(logits.type())) {
            throw new ModelException(
                    "The graph has the outputs " + outputs.keySet()
                            + " but none is logits [rows, positions, vocabulary] of floats; use an export for text generation.");
        }
        return logits;
    }

    private static int vocabularySize(Port logits, ModelHints hints) {
        if (!logits.isOpen(2)) {
            return Math.toIntExact(logits.dims().get(2));
        }
        return hints.vocabularySize()
                .orElseThrow(
                        () -> new ModelException(
                                "Neither the graph nor a configuration file says how large the vocabulary is; add vocab_size to config.json."));
    }

    private static Port required(Map<String, Port> inputs, String name) {
        Port port = inputs.get(name);
        if (port == null) {
            throw new ModelException("The graph has the inputs " + inputs.keySet() + " but no " + name
                    + "; use an export of a decoder-only language model.");
        }
        return port;
    }
}
