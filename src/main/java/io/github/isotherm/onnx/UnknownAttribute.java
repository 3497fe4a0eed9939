package io.github.isotherm.onnx;

import ai.onnxruntime.OrtException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An attribute that ONNX Runtime refuses a graph for. Of a node in a branch it tells neither the domain nor the name, so the
 * graph is asked.
 *
 * @param node the first that has it
 * @param attribute as the node has it
 */
record UnknownAttribute(GraphProto.Field node, WrittenAttribute attribute) {
    private static final Pattern MESSAGE = Pattern.compile("Unrecognized attribute: (\\S+) for operator (\\w+)");

    static boolean isIn(OrtException e) {
        return MESSAGE.matcher(String.valueOf(e.getMessage())).find();
    }

    /** Null where a graph is refused for something else, or has no such node. */
    static @Nullable UnknownAttribute of(OrtException e, GraphProto model) {
        Matcher message = MESSAGE.matcher(String.valueOf(e.getMessage()));
        return message.find() ? of(model, message.group(2), message.group(1)) : null;
    }

    private static @Nullable UnknownAttribute of(GraphProto model, String type, String name) {
        for (GraphProto.Field node : EveryNode.of(model)) {
            String operator = node.node().operator();
            if (operator.equals(type) || operator.endsWith("." + type)) {
                WrittenAttribute attribute = WrittenAttribute.of(node, name);
                if (attribute != null) {
                    return new UnknownAttribute(node, attribute);
                }
            }
        }
        return null;
    }

    String operator() {
        return node.node().operator();
    }

    /** What may be done about it; null where nothing is known. */
    NewerAttributes.@Nullable Row row() {
        return NewerAttributes.row(operator(), attribute.name());
    }
}
