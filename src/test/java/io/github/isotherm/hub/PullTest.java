package io.github.isotherm.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.isotherm.error.IsothermException;
import io.github.isotherm.error.ModelException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of {@code pull} share: a local hub, a cache, a clock that does not wait, and what a failure must look like. */
abstract class PullTest {
    @TempDir
    Path root;

    LocalHub hub;
    final KnownPauses pauses = new KnownPauses();
    final List<String> waits = Collections.synchronizedList(new ArrayList<>());
    DownloadLimits limits = new DownloadLimits(Duration.ofSeconds(20), Duration.ofMinutes(2), 4096);

    @BeforeEach
    void startHub() throws IOException {
        hub = new LocalHub();
    }

    @AfterEach
    void stopHub() {
        hub.close();
    }

    /** For servers that are slow on purpose; the others may be slow because the machine is busy. */
    void impatiently() {
        limits = new DownloadLimits(Duration.ofMillis(1500), Duration.ofMinutes(2), 4096);
    }

    Path pull() {
        return pull(hub.address());
    }

    Path pull(URI endpoint) {
        return pull(new HubAccess(endpoint, null, false, ProxyRoute.OF_THE_JVM, limits));
    }

    Path pull(HubAccess access) {
        return new HubDownload(access, new HubCache(root), graph -> List.of(), pauses)
                .pull("org/name", "main", null, new HubDownload.Progress() {
                    @Override
                    public void at(String file, long bytes, long size) {}

                    @Override
                    public void waiting(String why, Duration time) {
                        waits.add(why + " " + time);
                    }
                });
    }

    /** The sentence that a pull fails with: one line, of our own, without words of the JDK or Jackson. */
    String failure(URI endpoint) {
        Throwable thrown = catchThrowable(() -> pull(endpoint));
        return sentence(thrown);
    }

    String failure() {
        return failure(hub.address());
    }

    static String sentence(Throwable thrown) {
        assertThat(thrown).isInstanceOf(IsothermException.class);
        String text = String.valueOf(thrown.getMessage());
        assertThat(text)
                .isNotBlank()
                .doesNotContain("null", "java.", "Exception", "jackson", "[Source", "inside isotherm")
                .doesNotContainPattern("\\p{Cntrl}");
        return text;
    }

    /** The sentence about a fault of the network. */
    String fault(String clause) {
        return "The download of org/name from " + hub.address() + " failed (" + clause + "); start it again to go on.";
    }

    Path blobs() {
        return root.resolve("models--org--name/blobs");
    }

    /** Every file of the cache that has its final name is whole. */
    void nothingIsHalf() throws IOException {
        if (!Files.isDirectory(blobs())) {
            return;
        }
        try (Stream<Path> found = Files.list(blobs())) {
            for (Path blob : found.toList()) {
                String name = blob.getFileName().toString();
                byte[] content = Files.readAllBytes(blob);
                assertThat(name)
                        .satisfiesAnyOf(
                                it -> assertThat(it).endsWith(".incomplete"),
                                it -> assertThat(it).isEqualTo(LocalHub.sha256(content)),
                                it -> assertThat(it).isEqualTo(LocalHub.gitId(content)));
            }
        }
    }

    /** The pulled model is the hub's. */
    void isWhole(Path snapshot) throws IOException {
        for (String file : List.of("config.json", "tokenizer.json", LocalHub.GRAPH)) {
            assertThat(snapshot.resolve(file)).hasBinaryContent(hub.files.get(file));
        }
        nothingIsHalf();
    }

    static ModelException refused(Throwable thrown) {
        assertThat(thrown).isInstanceOf(ModelException.class);
        return (ModelException) thrown;
    }
}
