package io.github.isotherm.onnx;

import ai.onnxruntime.OnnxJavaType;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a few tokens are attended to behind a long past. Where g heads of queries share one of keys, the attention operator multiplies
 * each key matrix g times, and packs it before each. So the g heads of a token stand as g rows of an operator that has as many heads
 * of queries as of keys: row j·n + i is the j-th head of every group of token i of n. Each row brings the token's key and value
 * again: those of the first n rows are the ones to keep, the others lie behind the end, hidden by a bias, and are written over by what
 * comes next. No row is alone, and the bits are those of the {@linkplain AttentionSlots repeated token}.
 *
 * @param queries heads of queries
 * @param keys heads of keys, and of values
 * @param size numbers of a head
 * @param packed whether queries, keys and values come in one
 * @param rotates whether attention rotates, and so wants to know positions
 * @param type of queries, keys and values
 */
record FoldedHeads(int queries, int keys, int size, boolean packed, boolean rotates, OnnxJavaType type) {
    /** More tokens are a prompt: what they multiply with each other, repeated keys included, costs more than is won. */
    static final int MOST_TOKENS = 16;

    /** Of queries, keys and values. */
    static final Set<OnnxJavaType> TYPES = Set.of(OnnxJavaType.FLOAT, OnnxJavaType.FLOAT16);

    /** Numbers of the bias, at most; a slot keeps the memory for twice as many. */
    private static final int MOST_HIDDEN = 1 << 22;

    /** Since when values may be split as an input says. */
    private static final int LEAST_OPSET = 13;

    /** One row more than a multiple of it is computed alone. */
    private static final int BLOCK = 128;

    /** Numbers that say nothing else of what is seen; the last one only how much of a window is kept. */
    private static final Set<String> SEEN =
            Set.of("num_heads", "kv_num_heads", "do_rotary", "rotary_interleaved", "sliding_window_cache");

    /**
     * Of a graph whose attentions have all the same heads, several to each of keys, and see the whole text; else null.
     *
     * @param states by their inputs
     */
    static @Nullable FoldedHeads of(GraphScan scan, Map<String, StateSlot> states) {
        FoldedHeads found = null;
        boolean rotates = false;
        if (scan.parts().opset() < LEAST_OPSET) {
            return null;
        }
        for (GraphProto.Field field : scan.parts().fields()) {
            if (field.number() == GraphProto.NODE && field.node().operator().equals(GraphScan.APPENDING)) {
                FoldedHeads own = of(field, states);
                if (own == null || (found != null && !own.equals(found))) {
                    return null;
                }
                found = own;
                rotates |= rotates(field.node());
            }
        }
        return found == null ? null : found.with(rotates);
    }

    private static @Nullable FoldedHeads of(GraphProto.Field field, Map<String, StateSlot> states) {
        GraphNode node = field.node();
        StateSlot key = states.get(node.input(3));
        StateSlot value = states.get(node.input(4));
        int queries = number(node, "num_heads");
        int keys = number(node, "kv_num_heads");
        boolean shared = keys > 0 && queries >= 2 * keys && queries % keys == 0;
        if (key == null || value == null || !shared || !seesAll(field) || !areAlike(key, value, keys)) {
            return null;
        }
        int size = Math.toIntExact(key.dims().get(3));
        return new FoldedHeads(queries, keys, size, node.input(1).isEmpty(), false, key.type());
    }

    private static boolean areAlike(StateSlot key, StateSlot value, int keys) {
        return TYPES.contains(key.type())
                && key.type() == value.type()
                && key.dims().equals(value.dims())
                && key.dims().size() == 4
                && key.dims().get(1) == keys
                && key.growAxis() == 2;
    }

    private static int number(GraphNode node, String attribute) {
        return Math.toIntExact(node.numbers().getOrDefault(attribute, 0L));
    }

    static boolean rotates(GraphNode attention) {
        return number(attention, "do_rotary") == 1;
    }

    /** Neither a window, which would be counted in rows, nor what a bias would be added to too early. */
    private static boolean seesAll(GraphProto.Field field) {
        for (Map.Entry<String, Long> number : field.node().numbers().entrySet()) {
            if (!SEEN.contains(number.getKey()) && number.getValue() > 0) {
                return false;
            }
        }
        return OnnxFields.decimal(field, "softcap") == 0;
    }

    private FoldedHeads with(boolean rotating) {
        return new FoldedHeads(queries, keys, size, packed, rotating, type);
    }

    /** Heads of queries to each of keys: rows of a token. */
    int group() {
        return queries / keys;
    }

    /** Whether so many tokens behind so many positions may be rows of heads; without any, the operator counts positions itself. */
    boolean takes(int past, int tokens) {
        int rows = group() * tokens;
        return past > 0 && tokens <= MOST_TOKENS && rows % BLOCK != 1 && (long) rows * (past + rows) <= MOST_HIDDEN;
    }

    /** Positions that may be written behind the last. */
    int beyond() {
        return (group() - 1) * MOST_TOKENS;
    }

    /** Heads of what is gathered for a row. */
    int gathered() {
        return packed ? 3 * keys : keys;
    }

    /** Heads of what queries are gathered from, for a token. */
    int given() {
        return packed ? queries + 2 * keys : queries;
    }

    /**
     * Which head of a token's a row takes.
     *
     * @param row of the token, from 0 to {@link #group} - 1
     * @param head from 0 to {@link #gathered} - 1
     */
    int head(int row, int head) {
        return head < keys ? head * group() + row : queries + head - keys;
    }
}
