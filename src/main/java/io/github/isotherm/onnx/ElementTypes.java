package io.github.isotherm.onnx;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What numbers constants of a graph are, also behind operators that load converts them with. */
final class ElementTypes {
    private static final Set<String> KEEPING = Set.of("Identity", "Reshape", "Squeeze", "Transpose", "Unsqueeze");
    private static final int TYPE = 2;

    private final Map<String, GraphProto.Field> constants = new HashMap<>();
    private final Map<String, Integer> types = new HashMap<>();
    private final Map<String, GraphNode> makers = new HashMap<>();

    ElementTypes(GraphProto graph) {
        for (GraphProto.Field field : graph.fields()) {
            if (field.number() == GraphProto.INITIALIZER) {
                constants.put(field.name(), field);
            } else if (field.number() == GraphProto.NODE) {
                for (String output : field.node().outputs()) {
                    makers.put(output, field.node());
                }
            }
        }
    }

    /** ONNX's number of a constant's type; 0 where that is not known. */
    int of(String constant) {
        Set<String> seen = new HashSet<>();
        String name = constant;
        while (seen.add(name)) {
            GraphProto.Field field = constants.get(name);
            if (field != null) {
                return types.computeIfAbsent(name, key -> type(field));
            }
            GraphNode maker = makers.get(name);
            if (maker == null) {
                return 0;
            }
            if (maker.operator().equals("Cast")) {
                return Math.toIntExact(maker.numbers().getOrDefault("to", 0L));
            }
            name = KEEPING.contains(maker.operator()) ? maker.input(0) : "";
        }
        return 0;
    }

    /** Whether a weight is in the graph or beside it, not made by operators. */
    boolean isWeight(String name) {
        return constants.containsKey(name);
    }

    private static int type(GraphProto.Field tensor) {
        ProtoReader reader = new ProtoReader(tensor.value());
        int type = 0;
        while (reader.next()) {
            if (reader.field() == TYPE) {
                type = Math.toIntExact(reader.varint());
            } else {
                reader.skip();
            }
        }
        return type;
    }
}
