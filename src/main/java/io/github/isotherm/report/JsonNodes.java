package io.github.isotherm.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.ValueNode;

/** The pieces of a report's JSON, to be written by {@link JsonLine}. */
final class JsonNodes {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonNodes() {}

    static ObjectNode object() {
        return NODES.objectNode();
    }

    static ArrayNode array() {
        return NODES.arrayNode();
    }

    static ValueNode number(double value) {
        return NODES.pojoNode(value);
    }

    static ArrayNode ints(Iterable<Integer> values) {
        ArrayNode array = array();
        values.forEach(array::add);
        return array;
    }
}
