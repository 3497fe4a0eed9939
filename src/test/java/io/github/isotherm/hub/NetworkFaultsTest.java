package io.github.isotherm.hub;

import static io.github.isotherm.hub.LocalHub.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fault of a network is one sentence that names host and cause. */
class NetworkFaultsTest extends PullTest {
    private static final String HTML = "<!DOCTYPE html><html><body>Welcome to Hotel Wi-Fi</body></html>";

    private String raw(RawServer.Answer answer) throws IOException {
        try (RawServer server = new RawServer(answer)) {
            return failure(server.address()).replace(server.address().toString(), "SERVER");
        }
    }

    private static String of(String clause) {
        return "The download of org/name from SERVER failed (" + clause + "); start it again to go on.";
    }

    @Test
    void aHostThatNobodyKnows() {
        assertThat(failure(URI.create("http://no-such-host.invalid:8080")))
                .isEqualTo(
                        "The download of org/name from http://no-such-host.invalid:8080 failed (no address is known of"
                                + " http://no-such-host.invalid:8080; check the network and the name); start it again to go on.");
    }

    @Test
    void aPortThatNobodyListensTo() {
        URI address = hub.address();
        hub.close();
        assertThat(failure(address)).isEqualTo(fault(address + " refuses the connection"));
        assertThat(pauses.waits).isEmpty();
    }

    @Test
    void causesThatThisMachineCannotMake() {
        Duration patience = Duration.ofSeconds(20);
        assertThat(HubFault.of(new HttpConnectTimeoutException("x"), "https://h", patience))
                .hasMessage("https://h could not be reached within 20 s");
        assertThat(HubFault.of(new NoRouteToHostException("No route to host"), "https://h", patience))
                .hasMessage("there is no way to https://h; check the network");
        assertThat(HubFault.of(new ConnectException("Network is unreachable"), "https://h", patience))
                .hasMessage("there is no way to https://h; check the network");
        assertThat(HubFault.of(new ConnectException("Connection timed out"), "https://h", patience))
                .hasMessage("https://h could not be reached: the connection timed out");
        assertThat(HubFault.of(new ConnectException(), "https://h", patience))
                .hasMessage("https://h refuses the connection");
        assertThat(HubFault.of(new IOException(), "https://h", patience))
                .hasMessage("https://h gave an answer that is no HTTP");
    }

    @Test
    void aServerThatNeverAnswers() throws IOException {
        impatiently();
        long before = System.nanoTime();
        assertThat(raw((request, out) -> Thread.sleep(20_000))).isEqualTo(of("SERVER did not answer within 1.5 s"));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void aServerThatStopsInItsAnswer() throws IOException {
        impatiently();
        assertThat(raw((request, out) -> {
                    RawServer.text(out, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[");
                    Thread.sleep(20_000);
                }))
                .isEqualTo(of("SERVER stopped: it sent less than 1 KiB for 1.5 s"));
    }

    @Test
    void aServerThatSendsAByteAtATime() throws IOException {
        impatiently();
        assertThat(raw((request, out) -> {
                    RawServer.text(out, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
                    for (int i = 0; i < 400; i++) {
                        RawServer.text(out, " ");
                        Thread.sleep(50);
                    }
                }))
                .isEqualTo(of("SERVER stopped: it sent less than 1 KiB for 1.5 s"));
    }

    @Test
    void aServerThatBreaksOff() throws IOException {
        assertThat(raw((request, out) -> {})).isEqualTo(of("SERVER broke the connection off"));
        assertThat(pauses.waits).hasSize(HubConnection.MOST_ATTEMPTS - 1);
        assertThat(raw((request, out) -> RawServer.text(out, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[")))
                .isEqualTo(of("SERVER broke the connection off"));
        assertThat(raw((request, out) -> RawServer.text(out, "HTTP/1.1 200 OK\r\nContent-Le")))
                .isEqualTo(of("SERVER broke the connection off"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.6\r\n\r\n",
                "220 mail ESMTP\r\n\r\n",
                "HTTP/1.1 abc OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n[]",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n[]\r\n0\r\n\r\n",
                "\u0016\u0003\u0001\u0000\u0005hello"
            })
    void anAnswerThatIsNoHttp(String answer) throws IOException {
        assertThat(raw((request, out) -> RawServer.text(out, answer)))
                .containsAnyOf("SERVER gave an answer that is no HTTP", "SERVER broke the connection off");
    }

    @Test
    void aPageOfTheNetworkIsToldForWhatItIs() {
        String page =
                " answers with a web page where %s was expected, perhaps the page where one signs in to this network;"
                        + " open it in a browser first";
        hub.answers.put("list", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            send(exchange, 200, HTML);
        });
        assertThat(failure()).isEqualTo(fault(hub.address() + page.formatted("the list of files")));
        hub.answers.clear();
        hub.answers.put("HEAD config.json", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            send(exchange, 200, HTML);
        });
        assertThat(failure()).isEqualTo(fault(hub.address() + page.formatted("the file config.json")));
    }

    @Test
    void aPageThatOneIsRedirectedToNamesItsHost() throws IOException {
        try (RawServer portal = new RawServer((request, out) -> RawServer.text(
                out,
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: " + HTML.length() + "\r\n\r\n"
                        + HTML))) {
            hub.answers.put("list", exchange -> {
                exchange.getResponseHeaders().set("Location", portal.address() + "/login?secret=1");
                exchange.sendResponseHeaders(302, -1);
            });
            assertThat(failure())
                    .startsWith("The download of org/name from " + hub.address() + " failed (" + portal.address()
                            + " answers with a web page")
                    .doesNotContain("secret");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "{\"error\":\"x\"}", "[{\"type\":", "<html>", "null", "\u0000\u0001"})
    void aListThatIsNone(String body) {
        hub.answers.put("list", exchange -> send(exchange, 200, body));
        assertThat(failure())
                .isEqualTo(
                        fault(
                                hub.address()
                                        + " answers with something else where the list of files, a JSON array, was expected; check HF_ENDPOINT"));
    }

    @Test
    void nestingOfAListIsBounded() {
        hub.answers.put("list", exchange -> send(exchange, 200, "[".repeat(1_000_000)));
        assertThat(failure()).contains("a JSON array, was expected");
    }

    @Test
    void statusesThatAreNoAnswer() {
        for (int status : List.of(204, 206, 304, 418, 501)) {
            hub.answers.put("list", exchange -> exchange.sendResponseHeaders(status, -1));
            assertThat(failure()).isEqualTo(fault(hub.address() + " answers " + status));
        }
        hub.answers.put("list", exchange -> exchange.sendResponseHeaders(302, -1));
        assertThat(failure()).isEqualTo(fault(hub.address() + " answers 302"));
    }

    @Test
    void redirectsThatLeadNowhere() {
        for (Map.Entry<String, String> redirect : Map.of(
                        "ftp://h/x",
                                " redirects to an address of ftp://h, but such an address must begin with https:// or http://",
                        "file:///etc/passwd",
                                " redirects to an address of file://, but such an address must begin with https:// or http://",
                        "http://u:p@h/x",
                                " redirects to an address of http://h, but such an address must hold no user name and no password",
                        "http://[::1", " redirects to \"http://[::1\", which is no address")
                .entrySet()) {
            hub.answers.put("list", exchange -> {
                exchange.getResponseHeaders().set("Location", redirect.getKey());
                exchange.sendResponseHeaders(302, -1);
            });
            assertThat(failure()).isEqualTo(fault(hub.address() + redirect.getValue()));
        }
    }

    @Test
    void redirectsAreCounted() {
        hub.answers.put("list", exchange -> {
            exchange.getResponseHeaders().set("Location", exchange.getRequestURI() + "&again");
            exchange.sendResponseHeaders(302, -1);
        });
        assertThat(failure()).isEqualTo(fault(hub.address() + " makes too many redirects, more than 8"));
        assertThat(hub.requests).hasSize(9);
    }

    @Test
    void gatedAndMissingNameTheWayOut() {
        for (int status : List.of(401, 403)) {
            hub.answers.put("HEAD config.json", exchange -> exchange.sendResponseHeaders(status, -1));
            assertThat(failure())
                    .isEqualTo("The hub does not give org/name to anybody without a token; accept its terms on "
                            + hub.address() + "/org/name and set HF_TOKEN.");
        }
        hub.answers.put("HEAD config.json", exchange -> exchange.sendResponseHeaders(404, -1));
        assertThat(failure())
                .isEqualTo(
                        "The hub has no /org/name/resolve/main/config.json; check the model's id org/name, the revision"
                                + " main and the file.");
    }

    @Test
    void headersWithoutEndEnd() throws IOException {
        assertThat(raw((request, out) -> {
                    RawServer.text(out, "HTTP/1.1 200 OK\r\n");
                    for (int i = 0; i < 1_000_000; i++) {
                        RawServer.text(out, "X-" + i + ": " + "x".repeat(1000) + "\r\n");
                    }
                }))
                .isEqualTo(of("SERVER gave an answer that is no HTTP"));
    }

    @Test
    void theBodyOfAnErrorIsNotRead() throws IOException {
        assertThat(raw((request, out) -> {
                    RawServer.text(out, "HTTP/1.1 418 No\r\n\r\n");
                    byte[] noise = "x".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
                    while (true) {
                        out.write(noise);
                    }
                }))
                .isEqualTo(of("SERVER answers 418"));
    }
}
