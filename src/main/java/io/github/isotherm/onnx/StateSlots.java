package io.github.isotherm.onnx;

import ai.onnxruntime.OnnxJavaType;
import io.github.isotherm.error.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/** Pairs each state input of a graph with the output that continues it, and settles its dimensions. */
final class StateSlots {
    private final Map<String, Port> inputs;
    private final StateNames names;
    private final StateAxes axes;
    private final ModelHints hints;
    private final Map<String, String> inPlace;

    /**
     * For one graph.
     *
     * @param ids the input of the token ids
     * @param inPlace state inputs that the graph may overwrite, each with the output it may write there
     */
    StateSlots(
            Map<String, Port> inputs,
            Map<String, Port> outputs,
            Port ids,
            ModelHints hints,
            Map<String, String> inPlace) {
        this.inputs = inputs;
        this.hints = hints;
        this.inPlace = inPlace;
        names = new StateNames(outputs, hints);
        axes = new StateAxes(ids, hints);
    }

    StateSlot of(Port input) {
        Port output = names.continuation(input.name());
        if (output == null) {
            throw new ModelException("The graph has the input " + input.name() + " (of " + inputs.size()
                    + "), which isotherm cannot fill; use another export of the model.");
        }
        if (output.type() != input.type()
                || output.dims().size() != input.dims().size()
                || input.type() == OnnxJavaType.UNKNOWN) {
            throw mismatch(input, output);
        }
        return slot(input, output);
    }

    private static boolean isClosed(Port port) {
        return port.dims().stream().allMatch(size -> size > 0);
    }

    private static ModelException mismatch(Port input, Port output) {
        return new ModelException("The graph takes " + input.name() + " as " + input.type() + input.dims()
                + " but gives " + output.name() + " as " + output.type() + output.dims()
                + "; use another export of the model.");
    }

    private StateSlot slot(Port input, Port output) {
        int grow = axes.grow(input, output);
        if (grow < 0 && isClosed(output) && isClosed(input) && !input.dims().equals(output.dims())) {
            throw mismatch(input, output);
        }
        int rows = axes.rows(input, grow);
        boolean appends = grow >= 0 && output.name().equals(inPlace.get(input.name()));
        return new StateSlot(
                input.name(),
                output.name(),
                input.type(),
                dims(input, rows, grow),
                rows,
                axes.rowFactor(input, rows),
                grow,
                appends);
    }

    private List<Long> dims(Port port, int rows, int grow) {
        List<Long> dims = new ArrayList<>();
        for (int axis = 0; axis < port.dims().size(); axis++) {
            if (axis == rows || axis == grow) {
                dims.add(-1L);
            } else {
                dims.add(
                        port.isOpen(axis) ? configured(port, axis) : port.dims().get(axis));
            }
        }
        return List.copyOf(dims);
    }

    private Long configured(Port port, int axis) {
        String symbol = port.symbol(axis);
        if (hints.sizes().containsKey(symbol)) {
            return (long) hints.sizes().get(symbol);
        }
        String name = symbol.toLowerCase(Locale.ROOT);
        boolean size = name.contains("dim") || name.contains("size");
        boolean heads = name.contains("head") && !size;
        boolean last = axis == port.dims().size() - 1;
        OptionalInt value = heads || (!size && !last) ? hints.keyValueHeads() : headSize(port);
        return (long) value.orElseThrow(() -> open(port, axis));
    }

    /** Keys and values may differ in size. */
    private OptionalInt headSize(Port port) {
        Integer value = hints.sizes().get("v_head_dim");
        Integer plain = hints.sizes().get("qk_nope_head_dim");
        Integer rotated = hints.sizes().get("qk_rope_head_dim");
        if (value != null && StateNames.kind(port.name()).contains("value")) {
            return OptionalInt.of(value);
        }
        return plain != null && rotated != null ? OptionalInt.of(plain + rotated) : hints.headSize();
    }

    static ModelException open(Port port, int axis) {
        return new ModelException("The graph leaves dimension " + axis + " (\"" + port.symbol(axis) + "\") of "
                + port.name()
                + " open and no configuration file says how large it is; add head_dim and num_key_value_heads to"
                + " config.json.");
    }
}
