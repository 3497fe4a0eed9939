package io.github.isotherm.onnx;

import io.github.isotherm.error.ModelException;
import io.github.isotherm.files.Contained;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Weights that are in another file than the graph.
 *
 * @param name the name in the graph
 * @param type ONNX's number of the type
 * @param dims the dimensions
 * @param location the file, relative to the graph's
 * @param offset the first byte
 * @param length bytes, -1 to the end of the file
 */
record ExternalTensor(String name, int type, List<Long> dims, String location, long offset, long length) {

    /** Reads a TensorProto; null when its data is in the graph itself. */
    static @Nullable ExternalTensor read(ByteBuffer bytes) {
        ProtoReader tensor = new ProtoReader(bytes);
        String name = "";
        int type = 0;
        List<Long> dims = new ArrayList<>();
        String location = "";
        long offset = 0;
        long length = -1;
        while (tensor.next()) {
            switch (tensor.field()) {
                case 1 -> addDims(tensor, dims);
                case 2 -> type = (int) tensor.varint();
                case 8 -> name = tensor.text();
                case 13 -> {
                    String[] entry = entry(tensor.message());
                    switch (entry[0]) {
                        case "location" -> location = only(location, entry[1]);
                        case "offset" -> offset = number(entry[1]);
                        case "length" -> length = number(entry[1]);
                        default -> {}
                    }
                }
                default -> tensor.skip();
            }
        }
        return location.isEmpty() ? null : new ExternalTensor(name, type, List.copyOf(dims), location, offset, length);
    }

    /** Of two names, others may read the other one. */
    private static String only(String before, String location) {
        if (!before.isEmpty() && !before.equals(location)) {
            throw new MalformedGraphException("a weight in two files, " + before + " and " + location);
        }
        return location;
    }

    private static long number(String text) {
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new MalformedGraphException("a place in a file that is no number: " + text);
    }

    /**
     * A file's place, which comes with the graph and may not lead to any other file of this computer.
     *
     * @throws ModelException when it is not below the graph's folder, or a link that leads out of the model's
     */
    static String checked(Path graph, String location) {
        Contained.with(graph).named(location, "The graph " + graph + " wants weights from");
        return location;
    }

    private static void addDims(ProtoReader tensor, List<Long> dims) {
        if (!tensor.isBytes()) {
            dims.add(tensor.varint());
            return;
        }
        ProtoReader packed = tensor.message();
        while (packed.hasMore()) {
            dims.add(packed.varint());
        }
    }

    private static String[] entry(ProtoReader entry) {
        String[] keyAndValue = {"", ""};
        while (entry.next()) {
            if (entry.field() == 1 || entry.field() == 2) {
                keyAndValue[entry.field() - 1] = entry.text();
            } else {
                entry.skip();
            }
        }
        return keyAndValue;
    }
}
