package io.github.isotherm.onnx;

import io.github.isotherm.error.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Pairs each state input of a graph with the output that continues it, and settles its dimensions. Used once. */
final class StateSlots {
    private final Map<String, Port> inputs;
    private final Map<String, Port> outputs;
    private final ModelHints hints;
    private final List<StateSlot> slots = new ArrayList<>();

    StateSlots(Map<String, Port> inputs, Map<String, Port> outputs, ModelHints hints) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.hints = hints;
    }

    List<StateSlot> all() {
        return List.copyOf(slots);
    }

    void add(Port input) {
        Port output = continuation(input.name());
        if (output == null) {
            throw new ModelException("The graph has the input " + input.name() + " (of " + inputs.size()
                    + "), which isotherm cannot fill; use another export of the model.");
        }
        if (output.type() != input.type()) {
            throw new ModelException("The graph takes " + input.name() + " as " + input.type() + " but gives "
                    + output.name() + " as " + output.type() + "; use another export of the model.");
        }
        int growAxis = growAxis(input);
        slots.add(new StateSlot(input.name(), output.name(), input.type(), dims(input, growAxis), growAxis));
    }

    private @Nullable Port continuation(String input) {
        for (String kind : List.of("key", "value")) {
            Matcher layer = template("past_" + kind + "_names", "past_key_values.%d." + kind)
                    .matcher(input);
            if (layer.matches()) {
                String output = hints.outputNames()
                        .getOrDefault("present_" + kind + "_names", "present.%d." + kind)
                        .replace("%d", layer.group(1));
                return outputs.get(output);
            }
        }
        Port renamed = outputs.get(input.replaceFirst("^past_key_values", "present"));
        return renamed != null ? renamed : outputs.get(input.replaceFirst("^past", "present"));
    }

    private Pattern template(String role, String usual) {
        String name = hints.inputNames().getOrDefault(role, usual);
        return Pattern.compile(Pattern.quote(name).replace("%d", "\\E(\\d+)\\Q"));
    }

    /** The open axis whose name speaks of a length; of an unnamed [rows, heads, positions, size] the third. */
    private static int growAxis(Port port) {
        for (int axis = 1; axis < port.dims().size(); axis++) {
            String symbol = port.symbol(axis).toLowerCase(Locale.ROOT);
            if (port.isOpen(axis) && (symbol.contains("past") || symbol.contains("seq"))) {
                return axis;
            }
        }
        if (port.dims().size() == 4 && port.isOpen(2)) {
            return 2;
        }
        throw new ModelException(
                "The graph's input " + port.name() + " " + port.dims()
                        + " is a state of fixed size, which isotherm cannot carry yet; use a model with attention layers only.");
    }

    private List<Long> dims(Port port, int growAxis) {
        List<Long> dims = new ArrayList<>();
        for (int axis = 0; axis < port.dims().size(); axis++) {
            boolean settled = axis == 0 || axis == growAxis || !port.isOpen(axis);
            dims.add(settled ? port.dims().get(axis) : configured(port, axis));
        }
        return List.copyOf(dims);
    }

    private Long configured(Port port, int axis) {
        boolean last = axis == port.dims().size() - 1;
        OptionalInt value = last ? hints.headSize() : axis == 1 ? hints.keyValueHeads() : OptionalInt.empty();
        return (long) value.orElseThrow(() -> new ModelException("The graph leaves dimension " + axis + " of "
                + port.name()
                + " open and no configuration file says how large it is; add head_dim and num_key_value_heads to"
                + " config.json."));
    }
}
