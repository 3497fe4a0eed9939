package io.github.isotherm.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.isotherm.error.InvalidValueException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the hub is, and who is told the token: in no message, to nobody but the hub. */
class HubAccessTest extends PullTest {
    private static final String SECRET = "hf_secret";

    private HubAccess with(String token) {
        return new HubAccess(hub.address(), token, false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hf_sec\nret",
                "hf_secret\n",
                "\rhf_secret",
                " hf_secret",
                "hf_secret ",
                "hf_secret\t",
                "hf sec ret",
                "hf_\u0000",
                "hf_s\u00e9cret",
                "hf_\u001b[31m",
                "hf_\u2028x"
            })
    void aTokenThatIsNoneIsNotShown(String token) throws IOException {
        String must =
                " must be 1 to 4096 visible ASCII characters, without spaces, line breaks or control characters, also at its"
                        + " ends; copy it again from the hub's settings.";
        assertThat(sentence(catchThrowable(() -> HubAccess.of(Map.of("HF_TOKEN", token), root))))
                .isEqualTo("HF_TOKEN" + must);
        assertThat(sentence(catchThrowable(() -> with(token)))).isEqualTo("The hub's token" + must);
        Path file = Files.writeString(root.resolve("token"), token + "x");
        Map<String, String> environment = Map.of("HF_TOKEN_PATH", file.toString());
        assertThat(sentence(catchThrowable(() -> HubAccess.of(environment, root))))
                .isEqualTo("The token in " + file + must);
    }

    @Test
    void aTokenInAFileMayEndWithALineBreak() throws IOException {
        Files.createDirectories(root.resolve(".cache/huggingface"));
        Path file = Files.writeString(root.resolve(".cache/huggingface/token"), SECRET + "\r\n");
        assertThat(HubAccess.of(Map.of(), root).token()).isEqualTo(SECRET);
        Files.writeString(file, "\n");
        assertThat(HubAccess.of(Map.of(), root).token()).isNull();
        Files.writeString(file, "x".repeat(100_000));
        assertThat(sentence(catchThrowable(() -> HubAccess.of(Map.of(), root))))
                .isEqualTo("The token in " + file + " cannot be read; set HF_TOKEN instead.");
        assertThat(sentence(catchThrowable(() -> HubAccess.of(Map.of("HF_HOME", "a\u0000b"), root))))
                .isEqualTo(
                        "HF_HOME cannot be used: \"a\\x00b\" cannot be the path of a file on this system; give another one.");
    }

    @ParameterizedTest
    @CsvSource({
        "https://hub.example, https://hub.example/x, true",
        "https://hub.example, https://HUB.example:443/x, true",
        "https://hub.example, http://hub.example/x, false",
        "https://hub.example:8443, http://hub.example:8443/x, false",
        "https://hub.example, https://hub.example:8443/x, false",
        "https://hub.example, https://hub.example.evil/x, false",
        "https://hub.example, https://cdn.hub.example/x, false",
        "http://hub.example, http://hub.example/x, false",
        "http://127.0.0.1:8080, http://127.0.0.1:8080/x, true",
        "http://localhost:8080, http://localhost:8080/x, true",
        "http://[::1]:8080, http://[::1]:8080/x, true",
        "http://localhost:8080, http://127.0.0.1:8080/x, false",
        "https://127.0.0.1:8080, http://127.0.0.1:8080/x, false",
        "http://127.0.0.1.evil, http://127.0.0.1.evil/x, false",
        "http://localhost.evil, http://localhost.evil/x, false"
    })
    void theTokenIsForTheEndpointAlone(URI endpoint, URI address, boolean told) {
        assertThat(new HubAccess(endpoint, SECRET, false).tokenFor(address)).isEqualTo(told ? SECRET : null);
    }

    @Test
    void aRedirectToAnotherServerLosesTheToken() throws IOException {
        try (LocalHub other = new LocalHub()) {
            hub.answers.put("list", exchange -> {
                exchange.getResponseHeaders()
                        .set(
                                "Location",
                                other.address() + exchange.getRequestURI().toString());
                exchange.sendResponseHeaders(307, -1);
            });
            isWhole(pull(with(SECRET)));
            assertThat(other.tokens).containsExactly("null");
            assertThat(hub.tokens).containsOnly("Bearer " + SECRET);
        }
    }

    @Test
    void aRedirectBackDoesNotBringItBack() throws IOException {
        try (LocalHub other = new LocalHub()) {
            other.answers.put("list", exchange -> {
                exchange.getResponseHeaders()
                        .set("Location", hub.address() + "/api/models/org/name/tree/main?recursive=true&again");
                exchange.sendResponseHeaders(307, -1);
            });
            hub.answers.put("list", exchange -> {
                hub.answers.clear();
                exchange.getResponseHeaders()
                        .set(
                                "Location",
                                other.address() + exchange.getRequestURI().toString());
                exchange.sendResponseHeaders(307, -1);
            });
            isWhole(pull(with(SECRET)));
            assertThat(hub.tokens.subList(0, 2)).containsExactly("Bearer " + SECRET, "null");
        }
    }

    @Test
    void aNextPageOfAnotherServerIsAskedWithoutTheToken() throws IOException {
        try (LocalHub other = new LocalHub()) {
            other.answers.put("list", exchange -> LocalHub.send(exchange, 200, "[]"));
            hub.answers.put("list", exchange -> {
                String next = other.address() + "/api/models/org/name/tree/main?page=2";
                exchange.getResponseHeaders().set("Link", "<" + next + ">; rel=\"next\"");
                LocalHub.send(exchange, 200, hub.listing());
            });
            isWhole(pull(with(SECRET)));
            assertThat(other.tokens).containsExactly("null");
        }
    }

    @Test
    void noFailureShowsTheToken() {
        for (int status : new int[] {401, 403, 404, 418}) {
            hub.answers.put("list", exchange -> exchange.sendResponseHeaders(status, -1));
            Throwable thrown = catchThrowable(() -> pull(with(SECRET)));
            assertThat(sentence(thrown)).doesNotContain(SECRET);
            assertThat(thrown).hasStackTraceContaining("HubClient");
            java.io.StringWriter trace = new java.io.StringWriter();
            thrown.printStackTrace(new java.io.PrintWriter(trace));
            assertThat(trace.toString()).doesNotContain(SECRET);
        }
        assertThat(with(SECRET).toString()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ftp://hub.example | is \"ftp://hub.example\" but must begin with https:// or http://; an example is ",
                "hub.example | is \"hub.example\" but must begin with https:// or http://; an example is ",
                "file:///etc/passwd | is \"file:///etc/passwd\" but must begin with https:// or http://; an example is ",
                "https:// | must be an address such as ",
                "https:///path | is \"https:///path\" but must name a host, and a port from 1 to 65535 where it names one; an",
                "https://hub.example:99999 | must name a host, and a port from 1 to 65535",
                "https://hub_example | must name a host",
                "https://u:pass@hub.example | must hold no user name and no password; an example is ",
                "https://u:pa ss@hub.example | must be an address such as ",
                "https://hub.example/#x | must hold no \"?\" and no \"#\"",
                "https://hub.example/?x=1 | must hold no \"?\" and no \"#\"",
                "http:// x | must be an address such as "
            })
    void anEndpointThatIsNone(String endpoint, String clause) {
        Throwable thrown = catchThrowable(() -> HubAccess.of(Map.of("HF_ENDPOINT", endpoint), root));
        assertThat(thrown).isInstanceOf(InvalidValueException.class);
        assertThat(sentence(thrown)).startsWith("HF_ENDPOINT ").contains(clause).doesNotContain("pass@", "pa ss");
    }

    @Test
    void aPathOfTheEndpointIsKept() throws IOException {
        String path = "/api/huggingfaceml/repo";
        try (LocalHub artifactory = new LocalHub(
                com.sun.net.httpserver.HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0),
                path)) {
            URI endpoint = URI.create(artifactory.address() + "//");
            assertThat(new HubAccess(endpoint, null, false).endpoint()).isEqualTo(artifactory.address());
            isWhole(pull(endpoint));
            assertThat(artifactory.requests).contains("list", "HEAD config.json", "GET " + LocalHub.GRAPH);
        }
    }

    @Test
    void aTokenIsNotSentInClear() throws IOException {
        try (RawServer proxy = new RawServer((request, out) ->
                RawServer.text(out, "HTTP/1.1 401 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))) {
            ProxyRoute route =
                    ProxyRoute.of(Map.of("HTTP_PROXY", proxy.address().toString()));
            HubAccess access =
                    new HubAccess(URI.create("http://hub.example"), SECRET, false, route, DownloadLimits.USUAL);
            assertThat(sentence(catchThrowable(() -> pull(access))))
                    .isEqualTo("The hub does not give org/name to anybody without a token, and HF_TOKEN is not sent to"
                            + " http://hub.example as that is not encrypted; set HF_ENDPOINT to an https address.");
            assertThat(proxy.requests).singleElement().asString().doesNotContain(SECRET);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "a/../b", "/etc", "a\u0000", "a\nb", "a\\b"})
    void aRevisionThatIsNone(String revision) {
        HubDownload download = new HubDownload(with(SECRET), new HubCache(root), graph -> java.util.List.of(), pauses);
        Assertions.assertThatThrownBy(() -> download.pull("org/name", revision, null, (file, bytes, size) -> {}))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageMatching("The revision is \".*\" but must be a branch, tag or commit\\.");
    }

    @Test
    void offlineIsSaidInManyWords() {
        for (String yes : new String[] {"1", "true", "TRUE", "yes", "ON"}) {
            assertThat(HubAccess.of(Map.of("HF_HUB_OFFLINE", yes), root).offline())
                    .isTrue();
        }
        assertThat(HubAccess.of(Map.of("HF_HUB_OFFLINE", "0"), root).offline()).isFalse();
    }

    @Test
    void limitsAreChecked() {
        for (int bad : new int[] {0, -1, 86_401}) {
            Assertions.assertThatThrownBy(() -> DownloadLimits.ofSeconds(bad, 1))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessage("--timeout is " + bad + " but must be between 1 and 86400.");
        }
        for (int bad : new int[] {-1, 86_401}) {
            Assertions.assertThatThrownBy(() -> DownloadLimits.ofSeconds(1, bad))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessage("--max-wait is " + bad + " but must be between 0 and 86400.");
        }
        Assertions.assertThatThrownBy(() -> new DownloadLimits(Duration.ZERO, Duration.ZERO, 0))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("The timeout of a download in seconds is 0 ");
        Assertions.assertThatThrownBy(() -> new DownloadLimits(Duration.ofSeconds(1), Duration.ofDays(2), 0))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("The longest wait of a download in seconds is 172800 ");
        Assertions.assertThatThrownBy(() -> new DownloadLimits(Duration.ofSeconds(1), Duration.ZERO, -1))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("The most bytes of a file of unknown size is -1 ");
        assertThat(DownloadLimits.ofSeconds(7, 0).patience()).isEqualTo(Duration.ofSeconds(7));
    }
}
