package io.github.isotherm.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.ModelException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelJarTest {
    private static final String NAME = "tiny-model";
    private static final Map<String, String> FILES =
            Map.of("model.onnx", "graph", "model.onnx.data", "weights", "more/LICENSE", "licence");

    @TempDir
    Path folder;

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @AfterEach
    void restore() {
        Thread.currentThread().setContextClassLoader(before);
    }

    private Path jar(String name, Map<String, String> files) throws IOException {
        Path jar = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
                entries.putNextEntry(new JarEntry(NAME + "/" + file.getKey()));
                entries.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    private Optional<Path> find(Path classPath) throws IOException {
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classPath.toUri().toURL()}, null)) {
            Thread.currentThread().setContextClassLoader(loader);
            return ModelJar.find(NAME, () -> folder.resolve("cache"));
        }
    }

    @Test
    void aJarIsUnpackedOnceAndWhole() throws IOException {
        Path jar = jar("a.jar", FILES);
        Path model = find(jar).orElseThrow();
        assertThat(model).startsWith(folder.resolve("cache")).hasFileName(NAME);
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            assertThat(model.resolve(file.getKey())).hasContent(file.getValue());
        }
        FileTime past = FileTime.fromMillis(1000);
        Files.setLastModifiedTime(model.resolve("model.onnx"), past);
        assertThat(find(jar)).contains(model);
        assertThat(Files.getLastModifiedTime(model.resolve("model.onnx"))).isEqualTo(past);
    }

    @Test
    void anotherContentHasAnotherPlace() throws IOException {
        Path first = find(jar("a.jar", FILES)).orElseThrow();
        Path second = find(jar("b.jar", Map.of("model.onnx", "other"))).orElseThrow();
        assertThat(second).isNotEqualTo(first);
        assertThat(second.resolve("model.onnx")).hasContent("other");
        assertThat(second.resolve("model.onnx.data")).doesNotExist();
    }

    @Test
    void whatWasNotFinishedIsReplaced() throws IOException {
        Path jar = jar("a.jar", FILES);
        Path model = find(jar).orElseThrow();
        Path unfinished = model.resolveSibling(".isotherm-1-5f-1.unfinished");
        Files.move(model, unfinished);
        Files.writeString(unfinished.resolve("model.onnx.data"), "wei");
        Files.writeString(unfinished.resolve("stray"), "");
        assertThat(find(jar)).contains(model);
        assertThat(model.resolve("model.onnx.data")).hasContent("weights");
        assertThat(model.resolve("stray")).doesNotExist();
        assertThat(unfinished).doesNotExist();
    }

    @Test
    void whatWasDamagedIsUnpackedAnewAndWhatIsStrangeRemoved() throws IOException {
        Path jar = jar("a.jar", FILES);
        Path model = find(jar).orElseThrow();
        FileTime before = Files.getLastModifiedTime(model.resolve("model.onnx.data"));
        Files.writeString(model.resolve("model.onnx.data"), "wEights");
        Files.setLastModifiedTime(model.resolve("model.onnx.data"), before);
        Files.delete(model.resolve("more").resolve("LICENSE"));
        Files.writeString(model.resolve("chat_template.jinja"), "says something else");
        assertThat(find(jar)).contains(model);
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            assertThat(model.resolve(file.getKey())).hasContent(file.getValue());
        }
        assertThat(model.resolve("chat_template.jinja")).doesNotExist();
    }

    /** As with a copy of the cache, or what a version before this one has unpacked. */
    @Test
    void whatIsWholeButNotRecordedIsReadAndKept() throws IOException {
        Path jar = jar("a.jar", FILES);
        Path model = find(jar).orElseThrow();
        Files.delete(model.resolve(".written"));
        FileTime past = FileTime.fromMillis(1000);
        Files.setLastModifiedTime(model.resolve("model.onnx"), past);
        assertThat(find(jar)).contains(model);
        assertThat(Files.getLastModifiedTime(model.resolve("model.onnx"))).isEqualTo(past);
        assertThat(model.resolve(".written")).isNotEmptyFile();
    }

    @Test
    void whatCannotBeWrittenIsNoMatterOfTheJar() throws IOException {
        Path cache = Files.writeString(folder.resolve("cache"), "a file");
        assertThatThrownBy(() -> find(jar("a.jar", FILES)))
                .isInstanceOf(ModelException.class)
                .hasMessage("The bundled model cannot be unpacked into " + cache.resolve("bundled") + " (" + cache
                        + " is a file but must be a folder); set ISOTHERM_HOME to a folder that this user may write to"
                        + " and that has room.");
    }

    @Test
    void severalThreadsAtOnceGetTheSame() throws Exception {
        Path jar = jar("a.jar", FILES);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Set<Optional<Path>> places = new HashSet<>();
            Callable<Optional<Path>> task = () -> find(jar);
            for (Future<Optional<Path>> found :
                    threads.invokeAll(IntStream.range(0, 16).mapToObj(i -> task).toList())) {
                places.add(found.get());
            }
            assertThat(places).hasSize(1);
            assertThat(places.iterator().next().orElseThrow().resolve("model.onnx"))
                    .hasContent("graph");
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aFolderOnTheClassPathIsTakenAsItIs() throws IOException {
        Path model = Files.createDirectories(folder.resolve("classes").resolve(NAME));
        Files.writeString(model.resolve("model.onnx"), "graph");
        assertThat(find(folder.resolve("classes"))).contains(model);
        assertThat(folder.resolve("cache")).doesNotExist();
    }

    @Test
    void nothingOnTheClassPathIsNothing() throws IOException {
        assertThat(find(folder)).isEmpty();
    }

    @Test
    void namesThatLeadOutAreRefusedAndLeaveNothing() throws IOException {
        Path jar = jar("a.jar", Map.of("model.onnx", "graph", "../../evil", "x"));
        assertThatThrownBy(() -> find(jar))
                .isInstanceOf(ModelException.class)
                .hasMessage("The bundled model cannot be unpacked from " + jar + " (the jar names a file " + NAME
                        + "/../../evil); put a whole copy of that jar in its place.");
        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all).noneMatch(file -> file.endsWith("evil"));
        }
    }
}
