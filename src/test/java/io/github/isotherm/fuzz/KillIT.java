package io.github.isotherm.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.JavaProgram;
import io.github.isotherm.cli.Main;
import io.github.isotherm.fuzz.EndlessWriter.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Programs killed as they write, at random moments: at each file's place is what was written there before or what was to be
 * written, never another; the next start mends the rest and leaves no remains. {@code -Disotherm.kills=100} for more moments
 * per kind, {@code -Disotherm.seed} for the same ones again.
 */
class KillIT {
    private static final int KILLS = Integer.getInteger("isotherm.kills", 5);
    private static final long SEED = Long.getLong("isotherm.seed", System.nanoTime());
    private static final int MOST_WAITED_MILLIS = 500;
    private static final int MOST_STARTING_MILLIS = 1500;
    private static final String WHOLE_MODEL = "models/smollm2-135m-instruct";
    private static final String MODEL = "smollm2-135m-instruct/";

    @TempDir
    private Path place;

    private final Random random = new Random(SEED);
    private final Map<String, byte[]> entries = new TreeMap<>();
    private Path jar;
    private Path folder;

    @BeforeEach
    void jar() throws IOException {
        folder = Files.createDirectory(place.resolve("cache"));
        jar = place.resolve("all.jar");
        for (String name : List.of("liba.so", "libb.so", MODEL + "model.onnx", MODEL + "more/data")) {
            byte[] content = new byte[10_000_000];
            random.nextBytes(content);
            entries.put(name, content);
        }
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsKilledAsItWritesLeavesTheOldOrTheNew(Kind kind) throws Exception {
        EndlessWriter.mend(kind, folder, jar);
        Map<String, byte[]> whole = written(kind);
        assertThat(whole).isNotEmpty();
        for (int kill = 0; kill < KILLS; kill++) {
            String told = "kill " + kill + " of seed " + SEED;
            kill(kind);
            for (Map.Entry<String, byte[]> file : written(kind).entrySet()) {
                if (kind.isOfRounds()) {
                    assertThat(EndlessWriter.isWhole(kind, file.getValue()))
                            .as(told)
                            .isTrue();
                } else {
                    assertThat(file.getValue()).as(told + ": " + file.getKey()).isEqualTo(whole.get(file.getKey()));
                }
            }
            EndlessWriter.mend(kind, folder, jar);
            assertThat(written(kind)).as(told).containsOnlyKeys(whole.keySet());
            assertThat(remains()).as(told).isEmpty();
        }
    }

    /** All natives at once, as the system's loader gets them: a cut one would be the end of every start. */
    @Test
    void aFirstStartThatIsKilledLeavesNothingThatStopsTheNext() throws Exception {
        assertThat(start().waitFor()).as(this::said).isZero();
        Map<String, byte[]> whole = natives();
        assertThat(whole.keySet())
                .anyMatch(name -> name.contains("onnxruntime"))
                .anyMatch(name -> name.contains("tokenizers"));
        for (int kill = 0; kill < KILLS; kill++) {
            String told = "start " + kill + " of seed " + SEED;
            empty(folder);
            Process process = start();
            process.waitFor(random.nextInt(MOST_STARTING_MILLIS), TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            natives()
                    .forEach((name, content) ->
                            assertThat(content).as(told + ": " + name).isEqualTo(whole.get(name)));
            assertThat(start().waitFor()).as(() -> told + ": " + said()).isZero();
            assertThat(natives()).as(told).containsOnlyKeys(whole.keySet());
            assertThat(remains()).as(told).isEmpty();
        }
    }

    /** What a library's users start first: the natives are unpacked, then a graph runs. */
    private Process start() throws IOException {
        List<String> command = JavaProgram.with(
                "-Disotherm.home=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "next",
                "--model",
                WHOLE_MODEL,
                "Some");
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(place.resolve("said").toFile())
                .start();
    }

    private Map<String, byte[]> natives() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        Path natives = folder.resolve("natives");
        for (Path file : all()) {
            boolean ours = natives.relativize(file).toString().matches("(?:onnxruntime|tokenizers)-.*");
            if (ours && !file.getFileName().toString().startsWith(".") && !isUnfinished(file)) {
                files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    private static void empty(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.filter(one -> !one.equals(folder))
                    .sorted(Comparator.reverseOrder())
                    .toList()) {
                Files.delete(one);
            }
        }
    }

    private void kill(Kind kind) throws IOException, InterruptedException {
        List<String> command = JavaProgram.with(
                "-cp",
                System.getProperty("java.class.path"),
                EndlessWriter.class.getName(),
                kind.name(),
                folder.toString(),
                jar.toString());
        Process process = new ProcessBuilder(command)
                .redirectError(place.resolve("said").toFile())
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            assertThat(out.readLine()).as(() -> "the program said " + said()).isEqualTo("ready");
            Thread.sleep(random.nextInt(MOST_WAITED_MILLIS));
            assertThat(process.isAlive()).as(() -> "the program said " + said()).isTrue();
            process.destroyForcibly().waitFor();
        }
    }

    private String said() {
        try {
            return Files.readString(place.resolve("said"));
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** What is at its place. */
    private Map<String, byte[]> written(Kind kind) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (Path file : files()) {
            String name = file.getFileName().toString();
            boolean asked = kind == Kind.WRITTEN_RECORD ? name.equals(".written") : !name.startsWith(".");
            if (asked && !isUnfinished(file)) {
                files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    private List<Path> remains() throws IOException {
        List<Path> found = new ArrayList<>(files());
        found.removeIf(file -> !isUnfinished(file));
        return found;
    }

    private boolean isUnfinished(Path file) {
        String name = folder.relativize(file).toString();
        return name.contains(".unfinished") || name.endsWith(".incomplete");
    }

    /** Without the natives that isotherm itself needs: only a process that has them not loaded unpacks those. */
    private List<Path> files() throws IOException {
        Path natives = folder.resolve("natives");
        return all().stream()
                .filter(file -> !file.startsWith(natives.resolve("jna"))
                        && !natives.relativize(file).toString().matches("(?:onnxruntime|tokenizers)-.*"))
                .toList();
    }

    private List<Path> all() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
