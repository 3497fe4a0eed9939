package io.github.isotherm;

import io.github.isotherm.error.Fault;
import io.github.isotherm.error.ModelException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** SHA-256 of what a model's numbers depend on: its graph, its weights and its tokenizer. */
final class ModelFingerprint {
    private static final int CHUNK = 1 << 16;

    private ModelFingerprint() {}

    /** The order of the files does not matter. */
    static String of(Path folder, List<Path> files) {
        Map<String, Path> byName = new TreeMap<>();
        files.forEach(file -> byName.put(name(folder, file), file));
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Map.Entry<String, Path> file : byName.entrySet()) {
                digest.update(file.getKey().getBytes(StandardCharsets.UTF_8));
                add(digest, file.getValue());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new ModelException("The model folder " + folder + " cannot be read: " + Fault.reason(e) + ".", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same on every system. */
    private static String name(Path folder, Path file) {
        return folder.relativize(file).normalize().toString().replace(File.separatorChar, '/');
    }

    private static void add(MessageDigest digest, Path file) throws IOException {
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                digest.update(chunk, 0, read);
            }
        }
    }
}
