package io.github.isotherm.hub;

import static io.github.isotherm.hub.LocalHub.COMMIT;
import static io.github.isotherm.hub.LocalHub.gitId;
import static io.github.isotherm.hub.LocalHub.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that no hub is: each ends in one sentence that names host and cause, or is of no consequence. */
class HubEdgeTest extends PullTest {
    private String raw(RawServer.Answer answer) throws IOException {
        try (RawServer server = new RawServer(answer)) {
            return failure(server.address()).replace(server.address().toString(), "SERVER");
        }
    }

    private static String of(String clause) {
        return "The download of org/name from SERVER failed (" + clause + "); start it again to go on.";
    }

    /** Of the first file, with headers in place of the usual ones. */
    private String told(String name, String value) {
        hub.answers.put("HEAD config.json", exchange -> {
            byte[] content = hub.files.get("config.json");
            LocalHub.describe(exchange, "config.json", content);
            exchange.getResponseHeaders().set(name, value);
            send(exchange, 200, content);
        });
        return failure();
    }

    @Test
    void informationWithoutEndEnds() throws IOException {
        impatiently();
        long before = System.nanoTime();
        assertThat(raw((request, out) -> {
                    while (true) {
                        RawServer.text(out, "HTTP/1.1 100 Continue\r\n\r\n");
                        Thread.sleep(5);
                    }
                }))
                .isIn(of("SERVER did not answer within 1.5 s"), of("SERVER gave an answer that is no HTTP"));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void headersThatDripEnd() throws IOException {
        impatiently();
        assertThat(raw((request, out) -> {
                    RawServer.text(out, "HTTP/1.1 200 OK\r\nX-Slow: ");
                    while (true) {
                        RawServer.text(out, "x");
                        Thread.sleep(20);
                    }
                }))
                .isEqualTo(of("SERVER did not answer within 1.5 s"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n[]x",
                "HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\n[]",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n[]",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n[]",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n[]",
                "HTTP/1.1 42 What\r\n\r\n",
                "HTTP/9.9 200 OK\r\n\r\n[]",
                "HTTP/1.1 200 OK\r\n: no name\r\n\r\n[]"
            })
    void lengthsAndLinesThatLie(String answer) throws IOException {
        assertThat(raw((request, out) -> RawServer.text(out, answer)))
                .satisfiesAnyOf(
                        it -> assertThat(it).isEqualTo(of("SERVER gave an answer that is no HTTP")),
                        it -> assertThat(it).isEqualTo(of("SERVER broke the connection off")),
                        it -> assertThat(it).contains("no ONNX language model"));
    }

    @ParameterizedTest
    @ValueSource(ints = {407, 416, 451, 505, 599, 999})
    void aStatusIsOnlyItsNumber(int status) throws IOException {
        assertThat(raw((request, out) ->
                        RawServer.text(out, "HTTP/1.1 " + status + " \u001b[31m<b>\r\nContent-Length: 0\r\n\r\n")))
                .isEqualTo(of("SERVER answers " + status));
    }

    @ParameterizedTest
    @CsvSource({"303", "307", "308"})
    void anEmptyWayOnIsNone(int status) {
        hub.answers.put("list", exchange -> {
            exchange.getResponseHeaders().set("Location", "");
            exchange.sendResponseHeaders(status, -1);
        });
        assertThat(failure()).isEqualTo(fault(hub.address() + " answers " + status));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "data:application/json,[]",
                "jar:file:/x!/y",
                "http:///x",
                "http://h:0/x",
                "mailto:a@b"
            })
    void neitherRedirectNorNextPageLeadsOutOfTheWeb(String address) {
        hub.answers.put("list", exchange -> {
            exchange.getResponseHeaders().set("Location", address);
            exchange.sendResponseHeaders(302, -1);
        });
        assertThat(failure())
                .startsWith("The download of org/name from " + hub.address() + " failed (" + hub.address()
                        + " redirects to ");
        hub.answers.put("list", exchange -> {
            exchange.getResponseHeaders().set("Link", "<" + address + ">; rel=\"next\"");
            send(exchange, 200, "[]");
        });
        assertThat(failure())
                .isEqualTo(fault(
                        hub.address() + " names \"" + address + "\" as the next page of files, which is no address"));
    }

    @Test
    void aNextPageOfAnotherServerIsNotToldTheToken() throws IOException {
        try (LocalHub other = new LocalHub()) {
            hub.answers.put("list", exchange -> {
                exchange.getResponseHeaders()
                        .set("Link", "<" + other.address() + "/api/models/org/name/tree/main?page=2>; rel=next");
                send(exchange, 200, "[]");
            });
            isWhole(pull(new HubAccess(hub.address(), "hf_secret", false)));
            assertThat(other.tokens).isNotEmpty().containsOnly("null");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"+5", "0x10", "1e3", "5 5", "5,5", "99999999999999999999", "-0", "NaN"})
    void aSizeThatIsNoNumber(String size) {
        assertThat(told("X-Linked-Size", size))
                .isEqualTo(fault("the size of config.json is \"" + size + "\" where a number of bytes belongs"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"\"", "\"../../x\"", "\"/etc/passwd\"", "W/\"a b\"", "\"a.incomplete\"", "\".\"", "\"CON:\""})
    void aContentIsNamedByAChecksum(String tag) {
        assertThat(told("ETag", tag))
                .startsWith("The download of org/name from " + hub.address()
                        + " failed (the hub names the content of config.json \"")
                .contains("where a checksum belongs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "a/b", ".", "a b", "-x", "\u00e9"})
    void aCommitIsAName(String commit) {
        assertThat(told("X-Repo-Commit", commit))
                .startsWith("The download of org/name from " + hub.address()
                        + " failed (the hub names the commit of config.json \"");
    }

    @Test
    void aCommitThatChangesOnTheWayIsTold() {
        hub.answers.put("HEAD tokenizer.json", exchange -> {
            byte[] content = hub.files.get("tokenizer.json");
            exchange.getResponseHeaders().set("ETag", "\"" + gitId(content) + "\"");
            exchange.getResponseHeaders().set("X-Repo-Commit", COMMIT.replace('0', 'f'));
            send(exchange, 200, content);
        });
        assertThat(failure()).isEqualTo(fault("the repository changed meanwhile"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1,null,\"x\",[],{}]",
                "[{\"type\":\"file\"}]",
                "[{\"type\":\"file\",\"path\":null}]",
                "[{\"type\":\"file\",\"path\":{\"path\":\"model.onnx\"}}]",
                "[{\"type\":\"file\",\"path\":17}]",
                "[{\"type\":\"directory\",\"path\":\"model.onnx\"}]",
                "[{\"type\":\"file\",\"path\":\"\"}]"
            })
    void entriesThatAreNoFilesAreNone(String listing) {
        hub.answers.put("list", exchange -> send(exchange, 200, listing));
        assertThat(failure())
                .isEqualTo(
                        "The repository has no ONNX language model as it has no .onnx file; name another repository.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../model.onnx",
                "onnx/../../model.onnx",
                "/model.onnx",
                "onnx//model.onnx",
                "onnx\\\\model.onnx",
                "./model.onnx",
                "a\u0000/model.onnx",
                "\u202e/model.onnx"
            })
    void noFileOfAListingIsWrittenOutsideOrUnseen(String path) throws IOException {
        hub.answers.put(
                "list",
                exchange -> send(
                        exchange, 200, "[{\"type\":\"file\",\"path\":\"" + path.replace("\u0000", "\\u0000") + "\"}]"));
        assertThat(failure()).startsWith("The repository has no ONNX language model among its graphs [");
        try (java.util.stream.Stream<java.nio.file.Path> all = Files.walk(root)) {
            assertThat(all.filter(Files::isRegularFile)
                            .filter(file -> !file.toString().contains("lock")))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5", "soon", "", "1.5", "Thu, 01 Jan 1970 00:00:00 GMT", "0"})
    void aWaitThatIsNoneIsNotLong(String wait) {
        hub.answers.put("list", exchange -> {
            exchange.getResponseHeaders().set("Retry-After", wait);
            exchange.sendResponseHeaders(429, -1);
        });
        assertThat(failure())
                .isEqualTo(fault(hub.address() + " answers 429 (too many requests), also at the last of 4 attempts"));
        assertThat(pauses.waits).hasSize(3).allMatch(pause -> pause.compareTo(Duration.ofSeconds(4)) <= 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"121", "99999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"})
    void aWaitThatIsTooLongIsRefused(String wait) {
        hub.answers.put("list", exchange -> {
            exchange.getResponseHeaders().set("Retry-After", wait);
            exchange.sendResponseHeaders(503, -1);
        });
        assertThat(failure())
                .startsWith("The download of org/name from " + hub.address() + " failed (" + hub.address()
                        + " answers 503 and asks to wait ")
                .endsWith(
                        " s, more than the 120 s that are waited (in a command --max-wait)); start it again to go on.");
        assertThat(pauses.waits).isEmpty();
    }

    @Test
    void anEmptyFileIsAFile() throws IOException {
        hub.files.put("config.json", new byte[0]);
        assertThat(pull().resolve("config.json")).isEmptyFile();
        assertThat(List.of(Files.readAllBytes(blobs().resolve(gitId(new byte[0])))))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "x-any", "gzip, identity"})
    void aContentThatIsEncodedIsRefused(String coding) {
        hub.answers.put("GET config.json", exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", coding);
            send(exchange, 200, hub.files.get("config.json"));
        });
        assertThat(failure())
                .isEqualTo(fault(
                        hub.address() + " sends config.json encoded (\"" + coding + "\"), which was not asked for"));
    }
}
