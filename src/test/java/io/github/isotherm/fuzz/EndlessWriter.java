package io.github.isotherm.fuzz;

import io.github.isotherm.EngineOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.files.NativeFiles;
import io.github.isotherm.files.WholeFile;
import io.github.isotherm.hub.ModelFinder;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** A program that writes one kind of file again and again until it is killed. */
final class EndlessWriter {
    /** Bytes of the files of the first kind. */
    static final int LENGTH = 3_000_000;

    private static final Path LAYOUT = Path.of("src", "test", "resources", "fixtures", "layouts", "int4");

    private EndlessWriter() {}

    /** A kind, the folder it is written into, and a jar that holds what is unpacked. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[1]);
        for (int round = 0; ; round++) {
            write(Kind.valueOf(arguments[0]), folder, Path.of(arguments[2]), round);
            if (round == 0) {
                System.out.println("ready"); // to the one who kills
            }
        }
    }

    /** What isotherm writes. */
    enum Kind {
        SAVED_RUN,
        NATIVES,
        BUNDLED_MODEL,
        GRAPH_COPY
    }

    /** Writes once; all but the first kind are away before. */
    static void write(Kind kind, Path folder, Path jar, int round) throws IOException {
        if (kind == Kind.SAVED_RUN) {
            WholeFile.at(folder.resolve("run.json")).write(content(round));
            return;
        }
        if (round > 0) {
            putAway(folder);
        }
        mend(kind, folder, jar);
    }

    /** What the next start does. */
    static void mend(Kind kind, Path folder, Path jar) throws IOException {
        switch (kind) {
            case SAVED_RUN -> WholeFile.at(folder.resolve("run.json")).write(content(0));
            case NATIVES -> natives(jar).load(folder, place -> {});
            case BUNDLED_MODEL -> bundled(folder, jar);
            case GRAPH_COPY -> {
                System.setProperty("isotherm.home", folder.toString());
                LocalModel.open(LAYOUT, EngineOptions.defaults().withCacheGraph(true))
                        .close();
            }
        }
    }

    /** All of it tells the round. */
    static byte[] content(int round) {
        byte[] line = String.format(java.util.Locale.ROOT, "%09d%n", round).getBytes(StandardCharsets.US_ASCII);
        byte[] content = new byte[LENGTH];
        for (int at = 0; at < LENGTH; at += line.length) {
            System.arraycopy(line, 0, content, at, Math.min(line.length, LENGTH - at));
        }
        return content;
    }

    static NativeFiles natives(Path jar) throws IOException {
        Map<String, URL> sources = new LinkedHashMap<>();
        for (String name : new String[] {"liba.so", "libb.so"}) {
            sources.put(name, new URL("jar:" + jar.toUri() + "!/" + name));
        }
        return new NativeFiles("test", sources);
    }

    static Path bundled(Path folder, Path jar) throws IOException {
        System.setProperty("isotherm.home", folder.toString());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            thread.setContextClassLoader(loader);
            return ModelFinder.bundled();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** The natives of ONNX Runtime are no part of this and stay. */
    private static void putAway(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                boolean stays =
                        Stream.of("onnxruntime", "tokenizers", "jna", ".lock").anyMatch(one.toString()::contains);
                if (!stays && Files.isRegularFile(one)) {
                    Files.delete(one);
                }
            }
        }
    }

    /** Whether a content is one of those written. */
    static boolean isWhole(byte[] content) {
        int round = Integer.parseInt(new String(content, 0, 9, StandardCharsets.US_ASCII));
        return Arrays.equals(content, content(round));
    }
}
