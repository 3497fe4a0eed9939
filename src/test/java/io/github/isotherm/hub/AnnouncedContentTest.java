package io.github.isotherm.hub;

import static io.github.isotherm.hub.LocalHub.COMMIT;
import static io.github.isotherm.hub.LocalHub.GRAPH;
import static io.github.isotherm.hub.LocalHub.describe;
import static io.github.isotherm.hub.LocalHub.gitId;
import static io.github.isotherm.hub.LocalHub.send;
import static io.github.isotherm.hub.LocalHub.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes is what the hub announced, to the byte, or it is not kept; what is in the cache as well. */
class AnnouncedContentTest extends PullTest {
    private byte[] graph() {
        return hub.files.get(GRAPH);
    }

    private Path blob(String file) {
        byte[] content = hub.files.get(file);
        return blobs().resolve(file.equals(GRAPH) ? sha256(content) : gitId(content));
    }

    private long gets(String file) {
        return hub.requests.stream().filter(("GET " + file)::equals).count();
    }

    /** A head of one's own. */
    private void head(String file, String name, String value) {
        hub.answers.put("HEAD " + file, exchange -> {
            describe(exchange, file, hub.files.get(file));
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(hub.files.get(file).length));
            exchange.getResponseHeaders().set(name, value);
            exchange.sendResponseHeaders(200, -1);
        });
    }

    @Test
    void aBodyLongerThanAnnouncedIsStopped() throws IOException {
        hub.answers.put("GET " + GRAPH, exchange -> endless(exchange));
        assertThat(failure())
                .isEqualTo(fault(
                        hub.address() + " sends more of onnx/model.onnx than the 100000 bytes that were announced"));
        assertThat(Files.size(blobs().resolve(sha256(graph()) + ".incomplete"))).isLessThanOrEqualTo(100_000);
        hub.answers.clear();
        isWhole(pull());
    }

    private static void endless(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        byte[] noise = "x".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
        while (true) {
            exchange.getResponseBody().write(noise);
        }
    }

    @Test
    void aBodyThatSaysItIsLongerOrShorterIsNotRead() {
        for (int length : List.of(99_999, 100_001, 5_000_000)) {
            hub.answers.put("GET " + GRAPH, exchange -> exchange.sendResponseHeaders(200, length));
            assertThat(failure())
                    .isEqualTo(fault(hub.address() + " sends " + length
                            + " bytes of onnx/model.onnx where 100000 were announced"));
        }
    }

    @Test
    void whereNothingIsAnnouncedThereIsALimit() throws IOException {
        hub.answers.put("HEAD config.json", exchange -> {
            describe(exchange, "config.json", hub.files.get("config.json"));
            exchange.sendResponseHeaders(200, 0);
        });
        isWhole(pull());
        hub.files.put("config.json", new byte[4096]);
        isWhole(pull());
        hub.files.put("config.json", new byte[4097]);
        assertThat(failure())
                .isEqualTo(fault(hub.address()
                        + " sends more of config.json than the 4096 bytes a file of unknown size may have"));
        hub.answers.put("GET config.json", AnnouncedContentTest::endless);
        assertThat(failure()).contains("than the 4096 bytes a file of unknown size may have");
    }

    @Test
    void moreThanThereIsRoomForIsNotBegun() {
        head(GRAPH, "X-Linked-Size", "9000000000000000000");
        assertThat(failure())
                .contains("the file onnx/model.onnx needs 9000000000000000000 more bytes, but " + blobs()
                        + " has room for ");
        assertThat(gets(GRAPH)).isZero();
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNoFaultOfTheNetwork() throws IOException {
        Path folder = root.resolve("models--org--name");
        Files.writeString(folder, "a file");
        String kept = "The download of org/name from " + hub.address() + " cannot be kept in " + folder
                + " (%s); make it a folder" + " that can be written to, or name another cache in ISOTHERM_HOME.";
        assertThat(failure()).startsWith(kept.formatted(folder + " is a file").substring(0, kept.indexOf("%s")));
        Files.delete(folder);
        Files.createDirectories(folder);
        Files.writeString(blobs(), "a file");
        assertThat(failure()).isEqualTo(kept.formatted(blobs() + " is in the way"));
        Files.delete(blobs());
        Path place = Files.createDirectories(folder.resolve("snapshots/" + COMMIT + "/config.json/x"));
        assertThat(failure()).isEqualTo(kept.formatted(place.getParent() + " is in the way"));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskIsNoFaultOfTheNetwork() throws IOException {
        Files.createDirectories(blobs());
        Files.createSymbolicLink(blobs().resolve(sha256(graph()) + ".incomplete"), Path.of("/dev/full"));
        assertThat(failure())
                .isEqualTo("What is downloaded cannot be kept (there is no room left on the disk of " + blobs()
                        + "); mend that, or name another cache in ISOTHERM_HOME, and start it again to go on.");
        assertThat(blob(GRAPH)).doesNotExist();
    }

    @Test
    void anEncodingThatNobodyAskedForIsNamed() {
        hub.answers.put("GET config.json", exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            send(exchange, 200, hub.files.get("config.json"));
        });
        assertThat(failure())
                .isEqualTo(fault(hub.address() + " sends config.json encoded (\"gzip\"), which was not asked for"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"many", "-5", "1e6", "99999999999999999999", "0x10", "10 bytes"})
    void aSizeThatIsNone(String size) {
        head("config.json", "X-Linked-Size", size);
        assertThat(failure())
                .isEqualTo(fault("the size of config.json is \"" + size + "\" where a number of bytes belongs"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../../evil", "a/b", "a b", "-", ""})
    void aNameOfContentThatIsNone(String tag) {
        head("config.json", "ETag", "\"" + tag + "\"");
        assertThat(failure())
                .isEqualTo(fault("the hub names the content of config.json \"" + tag + "\" where a checksum belongs"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../evil", "..", "a/b", "a b", "\u00e9"})
    void aCommitThatIsNone(String commit) {
        head("config.json", "X-Repo-Commit", commit);
        assertThat(failure())
                .startsWith("The download of org/name from " + hub.address()
                        + " failed (the hub names the commit of config.json \"");
    }

    @Test
    void anAlteredSmallFileOfEqualLengthIsRefused() {
        byte[] altered = hub.files.get("tokenizer.json").clone();
        altered[altered.length - 3] = '2';
        hub.answers.put("GET tokenizer.json", exchange -> send(exchange, 200, altered));
        assertThat(failure())
                .isEqualTo(
                        "The download of tokenizer.json does not have the checksum the hub names; download it again.");
        assertThat(blob("tokenizer.json")).doesNotExist();
        assertThat(root.resolve("models--org--name/snapshots/" + COMMIT + "/tokenizer.json"))
                .doesNotExist();
    }

    @Test
    void alteredLargeFilesAreRefusedToo() {
        byte[] altered = graph().clone();
        altered[70_000]++;
        hub.answers.put("GET " + GRAPH, exchange -> send(exchange, 200, altered));
        assertThat(failure())
                .isEqualTo(
                        "The download of onnx/model.onnx does not have the checksum the hub names; download it again.");
    }

    @Test
    void aMirrorMayNameSmallFilesByTheirPlainHash() throws IOException {
        head("config.json", "ETag", "\"b21c6cf4d50ff6d5d8b4a8b6d44f0b4eb2a4fe1b\"");
        assertThat(failure()).contains("config.json does not have the checksum");
        // printf hello | sha1sum
        hub.files.put("config.json", "hello".getBytes(StandardCharsets.US_ASCII));
        head("config.json", "ETag", "\"aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d\"");
        assertThat(pull().resolve("config.json")).hasContent("hello");
    }

    /** {@code printf hello | git hash-object --stdin}. */
    @Test
    void gitIdsAreGits() throws IOException {
        Path file = Files.writeString(root.resolve("hello"), "hello");
        assertThat(ContentHash.of("b6fc4c620b67d95f953a5c1c1230aaab5db5a1b0")
                        .orElseThrow()
                        .matches(file))
                .isTrue();
        assertThat(ContentHash.of("b6fc4c620b67d95f953a5c1c1230aaab5db5a1b1")
                        .orElseThrow()
                        .matches(file))
                .isFalse();
        assertThat(ContentHash.of("5d41402abc4b2a76b9719d911017c592")).isEmpty();
    }

    @Test
    void aBlobThatIsCutIsMended() throws IOException {
        isWhole(pull());
        for (String file : List.of("config.json", GRAPH)) {
            Files.write(blob(file), Arrays.copyOf(hub.files.get(file), 10));
        }
        isWhole(pull());
        assertThat(gets("config.json")).isEqualTo(2);
        assertThat(gets("tokenizer.json")).isEqualTo(1);
        assertThat(gets(GRAPH)).isEqualTo(2);
    }

    @Test
    void aBlobThatIsAlteredAtEqualLengthIsMended() throws IOException {
        isWhole(pull());
        for (String file : List.of("tokenizer.json", GRAPH)) {
            byte[] altered = hub.files.get(file).clone();
            altered[5] ^= 1;
            Files.write(blob(file), altered);
        }
        isWhole(pull());
        assertThat(gets("config.json")).isEqualTo(1);
    }

    @Test
    void aBlobThatGrewOrIsEmptyIsMended() throws IOException {
        isWhole(pull());
        Files.write(blob("config.json"), new byte[0]);
        Files.write(blob(GRAPH), Arrays.copyOf(graph(), 200_000));
        isWhole(pull());
    }

    @Test
    void aFileOfTheSnapshotThatIsNoLinkIsReplaced() throws IOException {
        Path snapshot = pull();
        Files.delete(snapshot.resolve("config.json"));
        Files.writeString(snapshot.resolve("config.json"), "{\"model_type\":\"other\"}");
        Files.delete(snapshot.resolve("tokenizer.json"));
        Files.createSymbolicLink(snapshot.resolve("tokenizer.json"), Path.of("/nowhere"));
        isWhole(pull());
    }

    @Test
    void whatWasBegunWithAnotherContentIsNotGluedTo() throws IOException {
        Files.createDirectories(blobs());
        Files.write(blobs().resolve(sha256(graph()) + ".incomplete"), new byte[40_000]);
        isWhole(pull());
        assertThat(hub.requests).contains("bytes=40000-");
        assertThat(gets(GRAPH)).isEqualTo(2);
    }

    @Test
    void goesOnOnlyWithTheSameContent() throws IOException {
        byte[] config = hub.files.get("config.json");
        Files.createDirectories(blobs());
        Files.write(blobs().resolve(gitId(config) + ".incomplete"), Arrays.copyOf(config, 7));
        isWhole(pull());
        assertThat(hub.requests).contains("bytes=7-");
        Files.delete(blob("config.json"));
        Files.write(blobs().resolve(gitId(config) + ".incomplete"), Arrays.copyOf(config, 7));
        List<String> conditions = new ArrayList<>();
        byte[] changed = "{\"model_type\":\"gpt_2\"}".getBytes(StandardCharsets.UTF_8);
        hub.answers.put("GET config.json", exchange -> {
            conditions.add(exchange.getRequestHeaders().getFirst("If-Range"));
            send(exchange, 200, changed);
        });
        assertThat(failure()).contains("config.json does not have the checksum the hub names");
        assertThat(conditions).containsExactly("\"" + gitId(config) + "\"", null);
        assertThat(blob("config.json")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"bytes 0-99999/100000", "bytes 40000-99999/200000", "bytes 40001-99999/100000", "pages 1-2/3"})
    void anotherPartThanAskedForIsNotGluedOn(String range) throws IOException {
        Files.createDirectories(blobs());
        Files.write(blobs().resolve(sha256(graph()) + ".incomplete"), Arrays.copyOf(graph(), 40_000));
        hub.answers.put("GET " + GRAPH, exchange -> {
            hub.answers.clear();
            exchange.getResponseHeaders().set("Content-Range", range);
            send(exchange, 206, new byte[60_000]);
        });
        isWhole(pull());
        assertThat(waits)
                .singleElement()
                .asString()
                .contains("goes on with \"" + range + "\" where byte 40000 of 100000");
    }

    @Test
    void aBodyThatStopsGoesOnLater() throws IOException {
        impatiently();
        hub.answers.put("GET " + GRAPH, exchange -> {
            hub.answers.clear();
            exchange.sendResponseHeaders(200, graph().length);
            exchange.getResponseBody().write(graph(), 0, 60_000);
            exchange.getResponseBody().flush();
            sleep();
        });
        isWhole(pull());
        assertThat(waits).singleElement().asString().contains(" stopped: it sent nothing for 1.5 s PT1S");
        assertThat(hub.requests).anyMatch(request -> request.matches("bytes=[1-9]\\d*-"));
    }

    private static void sleep() {
        try {
            Thread.sleep(5000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aBodyThatAlwaysStopsEnds() {
        impatiently();
        hub.answers.put("GET config.json", exchange -> {
            exchange.sendResponseHeaders(200, 22);
            exchange.getResponseBody().flush();
            sleep();
        });
        assertThat(failure()).isEqualTo(fault(hub.address() + " stopped: it sent nothing for 1.5 s"));
        assertThat(gets("config.json")).isEqualTo(2);
    }
}
