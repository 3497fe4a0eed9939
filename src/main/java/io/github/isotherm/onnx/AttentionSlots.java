package io.github.isotherm.onnx;

import io.github.isotherm.error.ModelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites a graph so that logits depend on a sequence's ids alone, and so that sequences of any length share a run. Its
 * attention operator takes another kernel for a single token than for several, with sums in another order: so the last token
 * is repeated before it and dropped after it. It takes several tokens of one sequence only: so there is one for each slot of a
 * run, which gathers its tokens from the one sequence that everything else works on.
 */
final class AttentionSlots {
    /** Long parts of a run at a time, where steps have slots of their own. */
    private static final int PROMPTS = 2;

    private static final int TABLES = 7;
    private static final int AFTER_TABLES = 9;
    private static final String LAST_ROW = SlotLayout.value("rotary", "last");

    /** Scales that span all tokens of a run: what a token gives depends on its company, whatever attention does. */
    private static final Set<String> COMMON_SCALES =
            Set.of("DynamicQuantizeLinear", "com.microsoft.DynamicQuantizeMatMul", "com.microsoft.DynamicQuantizeLSTM");

    /** Each multiplies those tokens of a run that come to it, one perhaps. */
    private static final Set<String> EXPERTS = Set.of("com.microsoft.MoE", "com.microsoft.QMoE");

    private static final Set<String> SWITCHES = Set.of("If", "Where", "Loop", "Scan");

    private final GraphProto parts;
    private final GraphScan scan;
    private final ModelHints hints;
    private final Kernels kernels;
    private final GraphFlow flow;
    private final List<FedInput> fed;
    private final Map<String, String> inPlace;
    private final List<GraphNode> attentions;
    private @Nullable GraphNode lastProduct;
    private boolean lastProductIsKnown;

    private AttentionSlots(GraphScan scan, ModelHints hints, Kernels kernels) {
        parts = scan.parts();
        this.scan = scan;
        this.hints = hints;
        this.kernels = kernels;
        flow = new GraphFlow(scan.outermost());
        fed = FedInput.of(scan.inputs(), hints);
        inPlace = scan.appendedInPlace();
        attentions = attentions(scan.outermost());
    }

    private static List<GraphNode> attentions(List<GraphNode> nodes) {
        List<GraphNode> found = new ArrayList<>();
        for (GraphNode node : nodes) {
            if (isAttention(node)) {
                found.add(node);
            }
        }
        return found;
    }

    /**
     * A rewritten graph.
     *
     * @param scan of the model, whose parts refer to what they were read from
     * @param layout what was made of it
     */
    record Rewritten(GraphScan scan, SlotLayout layout) {}

    /**
     * Rewrites a graph.
     *
     * @param rows how many sequences are to share a run, where the graph allows it
     * @param kernels what its products want
     * @return null where nothing can be had by it
     */
    static @Nullable Rewritten of(GraphScan scan, ModelHints hints, int rows, Kernels kernels) {
        AttentionSlots slots = new AttentionSlots(scan, hints, kernels);
        if (!slots.applies()) {
            return null;
        }
        if (slots.isPackable() && kernels.wanted(scan.nodes()) != Silence.UNKNOWN) {
            SlotLayout layout = slots.packed(rows);
            GraphScan several = GraphScan.of(slots.rewritten(layout));
            if (slots.staysPackable(several)) {
                return new Rewritten(several, layout);
            }
        }
        SlotLayout layout = slots.alone();
        return new Rewritten(GraphScan.of(slots.rewritten(layout)), layout);
    }

    private SlotLayout packed(int rows) {
        GraphNode last = lastProduct();
        List<GraphNode> others = new ArrayList<>();
        for (GraphNode node : scan.nodes()) {
            if (last == null || !node.outputs().equals(last.outputs())) {
                others.add(node);
            }
        }
        Silence tokens = kernels.wanted(others);
        Map<String, StateSlot> states = states();
        AttentionProbe.Seen seen = seen(states);
        FoldedHeads folded = seen.folds() ? FoldedHeads.of(scan, states) : null;
        return new SlotLayout(
                rows,
                folded,
                folded == null ? 0 : Math.min(rows, PROMPTS),
                true,
                last != null,
                seen.splits(),
                tokens,
                last == null ? Silence.NEVER : kernels.wanted(List.of(last)));
    }

    /** What this processor makes of attentions of these kinds. */
    private AttentionProbe.Seen seen(Map<String, StateSlot> states) {
        Set<AttentionProbe.Kind> kinds = new HashSet<>();
        for (GraphNode node : attentions) {
            StateSlot key = states.get(node.input(3));
            long heads = node.numbers().getOrDefault("num_heads", 1L);
            long keys = Math.max(1, node.numbers().getOrDefault("kv_num_heads", heads));
            if (key != null && FoldedHeads.TYPES.contains(key.type())) {
                long size = key.dims().get(key.dims().size() - 1);
                kinds.add(new AttentionProbe.Kind(
                        Math.toIntExact(Math.max(1, heads / keys)), Math.toIntExact(size), key.type()));
            }
        }
        return kernels.attentions(kinds);
    }

    /** None where their sizes cannot be had, which is said when the graph is loaded. */
    private Map<String, StateSlot> states() {
        StateSlots slots = new StateSlots(scan.inputs(), scan.outputs(), ids(), hints, inPlace);
        Map<String, StateSlot> states = new HashMap<>();
        try {
            for (String state : inPlace.keySet()) {
                states.put(state, slots.of(Objects.requireNonNull(scan.inputs().get(state))));
            }
        } catch (ModelException e) {
            return Map.of();
        }
        return states;
    }

    /** Exact where nothing is that would make it otherwise: a product that wants company has none here. */
    private SlotLayout alone() {
        boolean exact = isLoneSafe()
                && !hasOtherStates()
                && kernels.wanted(scan.nodes()) == Silence.NEVER
                && seen(states()).splits();
        return new SlotLayout(1, null, 0, false, false, exact, Silence.NEVER, Silence.NEVER);
    }

    /** Whether no product meets other numbers of rows than the run has: an expert does. */
    private boolean isLoneSafe() {
        return hasNone(EXPERTS);
    }

    private boolean hasNone(Set<String> operators) {
        for (GraphNode node : scan.nodes()) {
            if (operators.contains(node.operator())) {
                return false;
            }
        }
        return true;
    }

    private boolean applies() {
        return !attentions.isEmpty()
                && !fed.isEmpty()
                && fed.get(0).role() == Role.IDS
                && attentions(scan.nodes()).size() == attentions.size()
                && areOrdinary()
                && hasNone(COMMON_SCALES);
    }

    private boolean areOrdinary() {
        Set<String> switched = switchedTables();
        for (GraphNode node : attentions) {
            if (!isPlain(node) || !Collections.disjoint(tables(node), switched)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAttention(GraphNode node) {
        return node.operator().equals(GraphScan.APPENDING);
    }

    /** Whether an attention appends in place and has neither positions, a bias, sinks nor scales of its own. */
    private boolean isPlain(GraphNode node) {
        for (int i = AFTER_TABLES; i < node.inputs().size(); i++) {
            if (!node.input(i).isEmpty()) {
                return false;
            }
        }
        return inPlace.containsKey(node.input(3))
                && inPlace.containsKey(node.input(4))
                && node.output(3).isEmpty();
    }

    /** Rotary tables that are others for longer texts, so that what was cached would have to change. */
    private Set<String> switchedTables() {
        Set<String> seen = new HashSet<>();
        Set<String> switched = new HashSet<>();
        for (GraphNode node : attentions) {
            for (String table : tables(node)) {
                boolean live =
                        seen.add(table) && !flow.isConstant(table, scan.inputs().keySet());
                if (live && isSwitched(table)) {
                    switched.add(table);
                }
            }
        }
        return switched;
    }

    private boolean isSwitched(String table) {
        for (GraphNode maker : flow.needed(List.of(table))) {
            if (SWITCHES.contains(maker.operator())) {
                return true;
            }
        }
        return false;
    }

    private static List<String> tables(GraphNode node) {
        List<String> tables = new ArrayList<>();
        for (int i = TABLES; i < AFTER_TABLES; i++) {
            if (!node.input(i).isEmpty()) {
                tables.add(node.input(i));
            }
        }
        return tables;
    }

    private @Nullable GraphNode lastProduct() {
        if (!lastProductIsKnown) {
            lastProduct =
                    LastProduct.of(flow, logits().port().name(), scan.inputs().keySet());
            lastProductIsKnown = true;
        }
        return lastProduct;
    }

    // ---------------------------------------------------------------- may rows share a run?

    private LogitsPort logits() {
        return LogitsPort.of(scan.outputs(), inPlace.values(), ids(), hints);
    }

    private Port ids() {
        return fed.get(0).port();
    }

    /** Whether ids, logits, mask and states, as declared, say nothing else than one packed sequence of any length. */
    private boolean isPackable() {
        if (hasOtherStates() || !isLoneSafe()) {
            return false;
        }
        LogitsPort logits = logits();
        boolean countGiven = false;
        boolean anyLength = true;
        for (FedInput input : fed) {
            countGiven |= input.role() == Role.KEEP_COUNT;
            anyLength &= takesAnyLength(input);
        }
        return anyLength
                && logits.port().dims().size() == 3
                && !logits.lastOnly()
                && logits.port().size(0) != 0
                && logits.isCertain(ids(), countGiven);
    }

    private boolean hasOtherStates() {
        Set<String> others = new HashSet<>(scan.inputs().keySet());
        others.removeAll(FedInput.names(fed));
        return !inPlace.keySet().equals(others);
    }

    private static boolean takesAnyLength(FedInput input) {
        int rank = input.port().dims().size();
        return switch (input.role()) {
            case IDS, TOKEN_TYPES, POSITIONS ->
                rank == 2 && input.port().isOpen(1) && input.port().size(0) <= 1;
            case MASK -> rank == 2 && input.port().isOpen(1);
            default -> true;
        };
    }

    /** Whether what is left reads no input that tells about a row of its own. */
    private boolean staysPackable(GraphScan rewritten) {
        for (FedInput input : fed) {
            String name = input.port().name();
            if (rewritten.inputs().containsKey(name) && !isPackable(rewritten, input.role(), name)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPackable(GraphScan rewritten, Role role, String name) {
        return switch (role) {
            case IDS, TOKEN_TYPES, POSITIONS, KEEP_COUNT -> true;
            case MASK -> makesTablesOnly(rewritten, name);
            default -> false;
        };
    }

    /** Whether a mask's length, and nothing else of it, makes rotary tables, and nothing else. */
    private static boolean makesTablesOnly(GraphScan rewritten, String mask) {
        GraphFlow flow = new GraphFlow(rewritten.outermost());
        Set<String> reached = flow.reached(List.of(mask), Set.of(GraphScan.APPENDING));
        for (GraphNode reader : flow.readers(mask)) {
            if (!reader.operator().equals("Shape")) {
                return false;
            }
        }
        for (GraphNode node : attentions(rewritten.outermost())) {
            for (int i = 0; i < TABLES; i++) {
                if (reached.contains(node.input(i))) {
                    return false;
                }
            }
        }
        return Collections.disjoint(rewritten.outputs().keySet(), reached);
    }

    // ---------------------------------------------------------------- the rewrite

    private GraphProto rewritten(SlotLayout layout) {
        List<GraphProto.Field> fields = new ArrayList<>();
        Set<String> tables = new HashSet<>();
        GraphNode product = layout.kept() ? lastProduct() : null;
        String scores = product == null ? "" : product.output(0);
        int next = 0;
        for (GraphProto.Field field : parts.fields()) {
            if (field.number() == GraphProto.NODE) {
                GraphNode node = scan.outermost().get(next++);
                if (isAttention(node)) {
                    for (String table : tables(node)) {
                        if (tables.add(table)) {
                            extend(table, fields);
                        }
                    }
                    new AttentionRewrite(field, layout, ids()).addTo(fields);
                } else if (!scores.isEmpty() && node.output(0).equals(scores)) {
                    keep(field, node, fields);
                } else {
                    fields.add(field);
                }
            } else if (field.number() != GraphProto.VALUE_INFO) {
                fields.add(field);
            }
        }
        if (!tables.isEmpty()) {
            long[] lastRows = new long[layout.beyond()];
            Arrays.fill(lastRows, -1);
            fields.add(GraphProto.Field.of(GraphProto.INITIALIZER, OnnxFields.wholeNumbers(LAST_ROW, lastRows)));
        }
        addPorts(layout, fields);
        return parts.with(withoutUnread(fields));
    }

    /** A rotary table with its last row again and again: at the very end of the context repeated tokens stand behind it. */
    private static void extend(String table, List<GraphProto.Field> fields) {
        String row = SlotLayout.value(table, "row");
        fields.add(OnnxFields.node("Gather", List.of(table, LAST_ROW), row, 0));
        fields.add(OnnxFields.node("Concat", List.of(table, row), AttentionRewrite.extended(table), 0));
    }

    /** The last product, of chosen positions. */
    private static void keep(GraphProto.Field field, GraphNode product, List<GraphProto.Field> fields) {
        String kept = SlotLayout.value(product.input(0), "kept");
        fields.add(OnnxFields.node("Gather", List.of(product.input(0), SlotLayout.KEPT), kept, 1));
        List<String> inputs = new ArrayList<>(product.inputs());
        inputs.set(0, kept);
        fields.add(OnnxFields.withPorts(field, SlotLayout.value(product.output(0), "kept"), inputs, product.outputs()));
    }

    private void addPorts(SlotLayout layout, List<GraphProto.Field> fields) {
        Map<String, String> states = new LinkedHashMap<>(inPlace);
        List<GraphProto.Field> own = List.copyOf(parts.fields());
        AttentionRewrite.addShapes(layout, fields);
        FoldedHeads folded = layout.folded();
        if (folded != null) {
            fields.add(OnnxFields.input(SlotLayout.HEADS, OnnxFields.INT64, SlotLayout.HEADS));
            fields.add(OnnxFields.input(SlotLayout.FOLDED_ROWS, OnnxFields.INT64, SlotLayout.FOLDED_ROWS));
            fields.add(OnnxFields.input(SlotLayout.FOLDED_COUNTS, OnnxFields.INT64, layout.rows()));
        }
        for (int slot = 0; slot < layout.slots(); slot++) {
            if (folded != null && layout.isFolded(slot)) {
                addFolded(folded, slot, fields);
            } else {
                fields.add(OnnxFields.input(SlotLayout.rows(slot), OnnxFields.INT64, SlotLayout.rows(slot)));
            }
            fields.add(OnnxFields.input(SlotLayout.last(slot), OnnxFields.INT32, 1));
            fields.add(OnnxFields.input(SlotLayout.total(slot), OnnxFields.INT32, 1));
            if (slot > 0) {
                for (GraphProto.Field field : own) {
                    addState(field, slot, states, fields);
                }
            }
        }
        fields.add(OnnxFields.input(
                SlotLayout.UNPACK, OnnxFields.INT64, folded == null ? ids().symbol(1) : SlotLayout.UNPACK));
        if (layout.kept()) {
            fields.add(OnnxFields.input(SlotLayout.KEPT, OnnxFields.INT64, SlotLayout.KEPT));
        }
    }

    private static void addFolded(FoldedHeads folded, int slot, List<GraphProto.Field> fields) {
        String rows = SlotLayout.value("rows", Integer.toString(slot));
        String total = SlotLayout.value("total", Integer.toString(slot));
        fields.add(OnnxFields.input(SlotLayout.positions(slot), OnnxFields.INT64, List.of("1", rows)));
        fields.add(OnnxFields.input(
                SlotLayout.bias(slot), OnnxFields.type(folded.type()), List.of("1", "1", rows, total)));
    }

    private static void addState(
            GraphProto.Field field, int slot, Map<String, String> states, List<GraphProto.Field> fields) {
        boolean input = field.number() == GraphProto.INPUT;
        if (input || field.number() == GraphProto.OUTPUT) {
            String name = field.port().name();
            if (input ? states.containsKey(name) : states.containsValue(name)) {
                fields.add(OnnxFields.renamed(field, SlotLayout.state(slot, name)));
            }
        }
    }

    /** Without operators that no output needs, and without inputs that only those read. */
    private List<GraphProto.Field> withoutUnread(List<GraphProto.Field> fields) {
        List<GraphNode> order = new ArrayList<>();
        Set<String> outputs = new HashSet<>();
        for (GraphProto.Field field : fields) {
            if (field.number() == GraphProto.NODE) {
                order.add(field.node());
            } else if (field.number() == GraphProto.OUTPUT) {
                outputs.add(field.port().name());
            }
        }
        GraphFlow rest = new GraphFlow(order);
        Set<GraphNode> needed = rest.needed(outputs);
        Set<String> read = new HashSet<>();
        for (GraphNode node : needed) {
            read.addAll(rest.reads(node));
        }
        List<GraphProto.Field> live = new ArrayList<>();
        for (GraphProto.Field field : fields) {
            boolean keeps = switch (field.number()) {
                case GraphProto.NODE -> needed.contains(field.node());
                case GraphProto.INPUT -> isLive(field.port().name(), read);
                default -> true;
            };
            if (keeps) {
                live.add(field);
            }
        }
        return live;
    }

    /** An input that nothing ever read stays. */
    private boolean isLive(String input, Set<String> read) {
        return read.contains(input) || (!flow.isRead(input) && !SlotLayout.isOurs(input));
    }
}
