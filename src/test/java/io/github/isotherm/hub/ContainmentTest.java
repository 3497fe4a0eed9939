package io.github.isotherm.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.ModelException;
import io.github.isotherm.files.Contained;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each file that a model's folder is read for, and each way that leads out of it. */
@DisabledOnOs(OS.WINDOWS)
class ContainmentTest {
    private static final String SECRET = "{\"content\": \"somebody else's\"}";

    @TempDir
    private Path place;

    private Path model;
    private Path secret;

    @BeforeEach
    void folders() throws IOException {
        model = Files.createDirectory(place.resolve("model"));
        secret = Files.writeString(place.resolve("secret"), SECRET);
    }

    /** All that any reader reads, by its name. */
    static List<String> files() {
        return List.of(
                "config.json",
                "genai_config.json",
                "generation_config.json",
                "tokenizer_config.json",
                "special_tokens_map.json",
                "added_tokens.json",
                "tokenizer.json",
                "chat_template.json",
                "chat_template.jinja",
                "additional_chat_templates/rag.jinja",
                "model.onnx",
                "onnx/model_q4.onnx",
                "other.onnx");
    }

    private Path linked(Path folder, String name, Path target) throws IOException {
        Path link = folder.resolve(name);
        Files.createDirectories(Objects.requireNonNull(link.getParent()));
        if (!name.endsWith(".onnx")) {
            Files.writeString(folder.resolve("model.onnx"), "");
        }
        return Files.createSymbolicLink(link, target);
    }

    private void isRefused(Path link, Path folder) {
        assertThatThrownBy(() -> read(folder))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(link + " is a link that leads out of the model's folder, to ")
                .hasMessageEndingWith("; copy the file into the folder, or name the folder that it is in.");
    }

    private static void read(Path folder) throws IOException {
        ModelFolder opened = ModelFolder.open(folder);
        opened.chatTemplates();
        if (opened.hasTokenizer()) {
            opened.openTokenizer().close();
            opened.vocabulary();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void aLinkThatLeadsOutIsRefusedWhateverTheFile(String name) throws IOException {
        isRefused(linked(model, name, secret), model);
    }

    @ParameterizedTest
    @MethodSource("files")
    void soIsARelativeOneToAFolderWithTheSameBegin(String name) throws IOException {
        Path beside = Files.createDirectory(place.resolve("model-2"));
        Path other = Files.copy(secret, beside.resolve("file"));
        Path link = model.resolve(name);
        Path relative = Objects.requireNonNull(link.getParent()).relativize(other);
        isRefused(linked(model, name, relative), model);
    }

    @ParameterizedTest
    @MethodSource("files")
    void soIsOneByAnotherLinkInside(String name) throws IOException {
        Path step = Files.createSymbolicLink(model.resolve("step"), secret);
        isRefused(linked(model, name, step), model);
    }

    @ParameterizedTest
    @ValueSource(strings = {"additional_chat_templates", "onnx"})
    void soIsAFolder(String name) throws IOException {
        Path other = Files.createDirectory(place.resolve("other"));
        Files.writeString(other.resolve("model.onnx"), "");
        Files.writeString(other.resolve("a.jinja"), "x");
        Path link = Files.createSymbolicLink(model.resolve(name), other);
        if (!name.equals("onnx")) {
            Files.writeString(model.resolve("model.onnx"), "");
        }
        assertThatThrownBy(() -> read(model))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(link.toString())
                .hasMessageContaining("leads out of the model's folder");
    }

    /** A hub's cache keeps contents among the blobs of the repository; a snapshot without its repository has none. */
    @ParameterizedTest
    @MethodSource("files")
    void linksOfAHubsCacheStayInTheCache(String name) throws IOException {
        Path hub = place.resolve("hub");
        Path repository = hub.resolve("models--a--b");
        Path snapshot = Files.createDirectories(repository.resolve("snapshots/c1"));
        Path blob = Files.createDirectories(repository.resolve("blobs")).resolve("aa");
        Files.writeString(blob, name.endsWith(".json") ? "{}" : "");
        Path link = linked(snapshot, name, blob);
        ModelFolder.open(snapshot);
        Path shared = Files.createDirectories(hub.resolve("models--a--c/blobs")).resolve("aa");
        Files.copy(blob, shared);
        Files.delete(link);
        linked(snapshot, name, shared);
        ModelFolder.open(snapshot);
        Files.delete(link);
        Path outside = Files.copy(blob, hub.resolve("token"));
        isRefused(linked(snapshot, name, outside), snapshot);
    }

    @ParameterizedTest
    @MethodSource("files")
    void linksInsideAreFollowed(String name) throws IOException {
        Path content = Files.writeString(model.resolve("content"), name.endsWith(".json") ? "{}" : "");
        linked(model, name, content);
        ModelFolder.open(model);
    }

    /** The user's own way to the folder is the user's. */
    @Test
    void theFolderItselfMayBeALink() throws IOException {
        Files.writeString(model.resolve("model.onnx"), "");
        Path link = Files.createSymbolicLink(place.resolve("link"), model);
        assertThat(ModelFolder.open(link).modelFile()).isEqualTo(link.resolve("model.onnx"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secret",
                "a/../../secret",
                "/etc/passwd",
                "..",
                ".",
                "",
                "a/..",
                "..\\\\secret",
                "\\\\\\\\host\\\\share",
                "C:\\\\secret",
                "c:secret",
                "a\\u0000b",
                "../\\u001b[31m"
            })
    void aNameThatLeadsOutIsRefused(String name) throws IOException {
        Files.createDirectory(model.resolve("a"));
        Path genai = Files.writeString(
                model.resolve("genai_config.json"), "{\"model\":{\"decoder\":{\"filename\":\"" + name + "\"}}}");
        assertThatThrownBy(() -> ModelFolder.open(model))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(genai + ": model.decoder.filename is \"")
                .hasMessageContaining("but it must be the name of a file in the folder " + model)
                .hasMessageMatching("\\P{Cntrl}*");
    }

    @Test
    void aNamedFileMayBeInAFolderInsideAndNotBehindALinkThatLeadsOut() throws IOException {
        Path graph = Files.createDirectories(model.resolve("cpu/int4")).resolve("m.onnx");
        Files.writeString(graph, "");
        Files.writeString(
                model.resolve("genai_config.json"),
                "{\"model\":{\"decoder\":{\"filename\":\"x/../cpu/./int4/m.onnx\"}}}");
        Files.createDirectory(model.resolve("x"));
        assertThat(ModelFolder.open(model).modelFile()).isRegularFile();
        Files.delete(graph);
        Files.createSymbolicLink(graph, secret);
        assertThatThrownBy(() -> ModelFolder.open(model)).hasMessageContaining("leads out of the model's folder");
    }

    @Test
    void aGraphNamedByItsLinkIsHeldToo() throws IOException {
        Path link = Files.createSymbolicLink(model.resolve("mine.onnx"), secret);
        assertThatThrownBy(() -> ModelFolder.open(link)).hasMessageContaining("leads out of the model's folder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../../model", "/etc", "..", ""})
    void aReferenceOfTheCacheNamesACommitOnly(String commit) throws IOException {
        HubCache hub = new HubCache(place.resolve("hub"));
        Path repository = hub.folder("a/b");
        Files.createDirectories(repository.resolve("snapshots/c1"));
        Path reference = Files.createDirectories(repository.resolve("refs")).resolve("main");
        Files.writeString(reference, "c1");
        assertThat(hub.snapshot("a/b", "main")).contains(repository.resolve("snapshots/c1"));
        Files.writeString(reference, commit);
        assertThatThrownBy(() -> hub.snapshot("a/b", "main"))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("The commit in " + reference + " is \"" + commit + "\" but it must be");
    }

    /** Whoever reads another file has to add it above. */
    @Test
    void noFileIsReadButTheseOnes() throws IOException {
        Path sources = Path.of("src/main/java/io/github/isotherm/hub");
        try (Stream<Path> all = Files.list(sources)) {
            for (Path source : all.toList()) {
                String text = Files.readString(source);
                java.util.regex.Matcher names = java.util.regex.Pattern.compile(
                                "\"([a-z_]+\\.(?:json|jinja|txt|model))\"")
                        .matcher(text);
                while (names.find()) {
                    assertThat(files()).as(source.toString()).contains(names.group(1));
                }
            }
        }
    }

    @Test
    void aLoopOfLinksIsNoFile() throws IOException {
        Path one = model.resolve("one");
        Files.createSymbolicLink(one, model.resolve("two"));
        Files.createSymbolicLink(model.resolve("two"), one);
        assertThat(Contained.in(model).inside(one)).isEqualTo(one);
        assertThat(Files.exists(one)).isFalse();
    }
}
