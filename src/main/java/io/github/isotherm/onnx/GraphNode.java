package io.github.isotherm.onnx;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One operator of a graph.
 *
 * @param operator its type, with the domain in front unless that is ONNX's own
 * @param inputs names, empty where left out
 * @param outputs names
 * @param numbers its attributes that are whole numbers
 * @param subgraphs GraphProtos of its branches
 */
record GraphNode(
        String operator,
        List<String> inputs,
        List<String> outputs,
        Map<String, Long> numbers,
        List<ByteBuffer> subgraphs) {

    static GraphNode read(ByteBuffer bytes) {
        ProtoReader node = new ProtoReader(bytes);
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        Map<String, Long> numbers = new HashMap<>();
        List<ByteBuffer> subgraphs = new ArrayList<>();
        String type = "";
        String domain = "";
        while (node.next()) {
            switch (node.field()) {
                case 1 -> inputs.add(node.text());
                case 2 -> outputs.add(node.text());
                case 4 -> type = node.text();
                case 5 -> readAttribute(node.message(), numbers, subgraphs);
                case 7 -> domain = node.text();
                default -> node.skip();
            }
        }
        String operator = domain.isEmpty() || domain.equals("ai.onnx") ? type : domain + "." + type;
        return new GraphNode(operator, inputs, outputs, numbers, subgraphs);
    }

    private static void readAttribute(ProtoReader attribute, Map<String, Long> numbers, List<ByteBuffer> subgraphs) {
        String name = "";
        while (attribute.next()) {
            switch (attribute.field()) {
                case 1 -> name = attribute.text();
                case 3 -> numbers.put(name, attribute.varint());
                case 6 -> subgraphs.add(attribute.bytes());
                default -> attribute.skip();
            }
        }
    }

    String input(int index) {
        return index < inputs.size() ? inputs.get(index) : "";
    }

    String output(int index) {
        return index < outputs.size() ? outputs.get(index) : "";
    }
}
