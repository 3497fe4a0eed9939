package io.github.isotherm.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubCacheTest {
    @TempDir
    Path root;

    @Test
    void idsAreToldFromFolders() {
        assertThat(HubCache.isId("onnx-community/Qwen3-0.6B_v1.5")).isTrue();
        for (String other : List.of("models", "./models", "a/b/c", "/a/b", "../b", "a/../b", "a/", "~/b", "a\\b")) {
            assertThat(HubCache.isId(other)).as(other).isFalse();
        }
    }

    @Test
    void aReferenceNamesTheSnapshot() throws IOException {
        Path model = new HubCache(root).folder("org/name");
        Path old = Files.createDirectories(model.resolve("snapshots/aaa"));
        Path main = Files.createDirectories(model.resolve("snapshots/bbb"));
        Files.createDirectories(model.resolve("refs"));
        Files.writeString(model.resolve("refs/main"), "bbb\n");
        Files.writeString(model.resolve("refs/v1"), "aaa");
        HubCache cache = new HubCache(root);
        assertThat(cache.snapshot("org/name", "main")).contains(main);
        assertThat(cache.snapshot("org/name", "v1")).contains(old);
        assertThat(cache.snapshot("org/name", "aaa")).contains(old);
        assertThat(cache.snapshot("org/name", "v2")).isEmpty();
        assertThat(cache.snapshot("org/other", "main")).isEmpty();
    }

    @Test
    void withoutAReferenceTheNewestSnapshotCounts() throws IOException {
        Path snapshots = new HubCache(root).folder("org/name").resolve("snapshots");
        Path old = Files.createDirectories(snapshots.resolve("b"));
        Path newer = Files.createDirectories(snapshots.resolve("a"));
        assertThat(old.toFile().setLastModified(1_000_000)).isTrue();
        assertThat(new HubCache(root).snapshot("org/name", "main")).contains(newer);
    }

    @Test
    void placesFollowTheEnvironment() {
        Path home = Path.of("/home/u");
        assertThat(place(Map.of(), home)).isEqualTo(home.resolve(".cache/huggingface/hub"));
        assertThat(place(Map.of("XDG_CACHE_HOME", "/x"), home)).isEqualTo(Path.of("/x/huggingface/hub"));
        assertThat(place(Map.of("HF_HOME", "/h", "XDG_CACHE_HOME", "/x"), home)).isEqualTo(Path.of("/h/hub"));
        assertThat(place(Map.of("HF_HUB_CACHE", "/c", "HF_HOME", "/h"), home)).isEqualTo(Path.of("/c"));
    }

    @Test
    void theFinderTakesIds() throws IOException {
        Path snapshot =
                Files.createDirectories(new HubCache(root).folder("org/name").resolve("snapshots/abc"));
        Map<String, String> environment = Map.of("HF_HUB_CACHE", root.toString());
        assertThat(ModelFinder.find("org/name", environment)).isEqualTo(snapshot);
        assertThatThrownBy(() -> ModelFinder.find("org/none", environment))
                .hasMessageContaining(
                        "\"org/none\", nor a downloaded model of that id; download it with HubDownload.pull or"
                                + " the command java -jar isotherm.jar pull org/none.");
    }

    private static Path place(Map<String, String> environment, Path home) {
        return HubCache.all(environment, home, Path.of("/own")).get(1).root();
    }
}
