package io.github.isotherm.onnx;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out what the axes of a state stand for: rows, positions, or neither. */
final class StateAxes {
    private static final List<String> LENGTHS = List.of("past", "seq", "len", "total", "context", "position", "time");
    private static final List<String> OTHERS = List.of("batch", "head", "dim", "hidden", "size");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private final Port ids;
    private final ModelHints hints;

    StateAxes(Port ids, ModelHints hints) {
        this.ids = ids;
        this.hints = hints;
    }

    /** The axis that grows by a position per token, -1 if none does. */
    int grow(Port input, Port output) {
        int unclear = -1;
        for (int axis = 0; axis < input.dims().size(); axis++) {
            String symbol = name(input, axis);
            if (!input.isOpen(axis) || hints.sizes().containsKey(input.symbol(axis)) || isRows(input, axis)) {
                continue;
            }
            if (mentions(symbol, LENGTHS)) {
                return axis;
            }
            boolean renamed = !symbol.isEmpty() && !symbol.equals(name(output, axis)) && !mentions(symbol, OTHERS);
            unclear = renamed && unclear < 0 ? axis : unclear;
        }
        return unclear >= 0 ? unclear : unnamed(input);
    }

    /** Where axes have no names: the third of [rows, heads, positions, size], and the like. */
    private static int unnamed(Port input) {
        int rank = input.dims().size();
        int usual = rank - 2;
        if (rank < 3 || !input.symbol(usual).isEmpty()) {
            return -1;
        }
        if (input.isOpen(usual)) {
            return usual;
        }
        return rank == 3 && input.isOpen(2) && input.symbol(2).isEmpty() ? 2 : -1;
    }

    private boolean isRows(Port port, int axis) {
        String symbol = name(port, axis);
        return symbol.contains("batch") || (!symbol.isEmpty() && symbol.equals(name(ids, 0)));
    }

    /** The axis of the rows. */
    int rows(Port input, int grow) {
        int first = -1;
        for (int axis = input.dims().size() - 1; axis >= 0; axis--) {
            if (axis != grow && input.isOpen(axis) && !hints.sizes().containsKey(input.symbol(axis))) {
                if (isRows(input, axis)) {
                    return axis;
                }
                first = mentions(name(input, axis), OTHERS) ? first : axis;
            }
        }
        return first >= 0 ? first : closedRows(input);
    }

    /** Of a graph for one row: the first axis of length 1. */
    private static int closedRows(Port input) {
        return Math.max(0, input.dims().indexOf(1L));
    }

    /** How much of the rows' axis one row takes: 1, or the heads where the two share an axis. */
    int rowFactor(Port input, int axis) {
        if (!input.isOpen(axis)) {
            return Math.toIntExact(input.dims().get(axis));
        }
        String symbol = name(input, axis);
        Matcher number = NUMBER.matcher(symbol);
        boolean product = symbol.contains("*") || symbol.contains(" x ");
        if (product && number.find()) {
            return Integer.parseInt(number.group());
        }
        boolean unnamed = symbol.isEmpty()
                && input.dims().size() == 3
                && !StateNames.kind(input.name()).contains("key value");
        if (product || symbol.contains("head") || unnamed) {
            OptionalInt heads = hints.keyValueHeads();
            return unnamed ? heads.orElse(1) : heads.orElseThrow(() -> StateSlots.open(input, axis));
        }
        return 1;
    }

    private static boolean mentions(String symbol, List<String> words) {
        for (String word : words) {
            if (symbol.contains(word)) {
                return true;
            }
        }
        return false;
    }

    private static String name(Port port, int axis) {
        return port.symbol(axis).toLowerCase(Locale.ROOT);
    }
}
