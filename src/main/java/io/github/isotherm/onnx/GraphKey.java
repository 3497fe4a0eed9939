package io.github.isotherm.onnx;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What an optimised graph depends on.
 *
 * @param place stays the same when the model's files or the runtime change: a new copy replaces the old one there
 * @param state changes with them
 */
record GraphKey(String place, String state) {
    /** Of how copies are made; another number makes them all anew. */
    private static final String FORMAT = "4";

    private static final int DIGITS = 24;

    /**
     * From all that counts. Threads and spinning do not: they change who computes, not what.
     *
     * @param files the graph, then its weights; each counts by its real place, size and time of change
     * @param version of ONNX Runtime
     * @param processor its kind
     */
    static GraphKey of(List<Path> files, OnnxOptions options, String version, String processor) {
        List<FileState> states = FileState.of(files);
        List<String> state = new ArrayList<>(List.of(FORMAT, version));
        for (FileState file : states) {
            state.add(file.toString());
        }
        String place = digest(List.of(
                states.get(0).place().toString(),
                options.activations().label(),
                options.keyValues().label(),
                Boolean.toString(options.fastInt4()),
                Boolean.toString(options.asIs()),
                Integer.toString(options.rows()),
                processor));
        return new GraphKey(place, digest(state));
    }

    private static String digest(List<String> parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                digest.update((part + "\n").getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
