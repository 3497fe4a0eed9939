package io.github.isotherm.fuzz;

import io.github.isotherm.EngineOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.files.FileSum;
import io.github.isotherm.files.Inventory;
import io.github.isotherm.files.NativeFiles;
import io.github.isotherm.files.WholeFile;
import io.github.isotherm.hub.HubAccess;
import io.github.isotherm.hub.HubCache;
import io.github.isotherm.hub.HubDownload;
import io.github.isotherm.hub.LocalHub;
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
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A program that writes one kind of file again and again until it is killed. */
final class EndlessWriter {
    /** Bytes of the files of the first kind. */
    static final int LENGTH = 10_000_000;

    private static final int PIECE = 4096;

    private static final int RECORDED = 500;

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
        /** A file that the user names. */
        SAVED_RUN,
        NATIVES,
        BUNDLED_MODEL,
        GRAPH_COPY,
        /** Contents that come over the network. */
        PULLED_CONTENTS,
        /** Links to contents that are there, and what a branch stands for. */
        PULLED_NAMES,
        /** What is recorded of a folder of the cache. */
        WRITTEN_RECORD;

        /** What is written tells by itself whether it is whole, as each time it is another content. */
        boolean isOfRounds() {
            return this == SAVED_RUN || this == WRITTEN_RECORD;
        }
    }

    /** Writes once: over the old content, or where it was put away before. */
    static void write(Kind kind, Path folder, Path jar, int round) throws IOException {
        switch (kind) {
            case SAVED_RUN -> run(folder, round);
            case WRITTEN_RECORD -> record(folder, round);
            default -> {
                if (round > 0) {
                    putAway(kind == Kind.PULLED_NAMES ? names(folder) : List.of(folder));
                }
                mend(kind, folder, jar);
            }
        }
    }

    private static void run(Path folder, int round) throws IOException {
        byte[] content = content(round);
        WholeFile.at(folder.resolve("run.json")).write(out -> {
            for (int at = 0; at < LENGTH; at += PIECE) { // by pieces, so that most of the time is spent with a part
                out.write(content, at, Math.min(PIECE, LENGTH - at));
            }
        });
    }

    /** Of one file under many names. */
    private static void record(Path folder, int round) throws IOException {
        WholeFile.inCache(folder.resolve("data")).write(new byte[1]);
        Inventory inventory = Inventory.of(folder);
        for (int line = 0; line < RECORDED; line++) {
            inventory.add("./".repeat(line) + "data", new FileSum(round, round));
        }
        inventory.save();
    }

    private static List<Path> names(Path folder) {
        Path model = folder.resolve("models--org--name");
        return List.of(model.resolve("snapshots"), model.resolve("refs"));
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
            case PULLED_CONTENTS, PULLED_NAMES -> pull(folder);
            case WRITTEN_RECORD -> record(folder, 0);
        }
    }

    private static void pull(Path folder) throws IOException {
        try (LocalHub hub = new LocalHub()) {
            hub.files.put(LocalHub.GRAPH, content(0));
            HubAccess access = new HubAccess(hub.address(), null, false);
            new HubDownload(access, new HubCache(folder), graph -> List.of())
                    .pull("org/name", HubCache.MAIN, null, (file, bytes, size) -> {});
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
    private static void putAway(List<Path> folders) throws IOException {
        for (Path folder : folders) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                    boolean stays = Stream.of("onnxruntime", "tokenizers", "jna", ".lock")
                            .anyMatch(one.toString()::contains);
                    if (!stays && Files.isRegularFile(one)) {
                        Files.delete(one);
                    }
                }
            }
        }
    }

    /** Whether a content is one of those written. */
    static boolean isWhole(Kind kind, byte[] content) {
        if (kind == Kind.SAVED_RUN) {
            int round = Integer.parseInt(new String(content, 0, 9, StandardCharsets.US_ASCII));
            return Arrays.equals(content, content(round));
        }
        List<String> lines = new String(content, StandardCharsets.UTF_8).lines().toList();
        String[] first = lines.get(0).split(" ", -1);
        String begin = first[0] + " " + first[1] + " ";
        return lines.size() == RECORDED
                && lines.stream().allMatch(line -> line.startsWith(begin))
                && lines.get(0).endsWith(" " + "./".repeat(RECORDED - 1) + "data");
    }
}
