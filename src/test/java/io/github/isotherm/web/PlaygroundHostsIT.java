package io.github.isotherm.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.github.isotherm.LocalModel;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every address that the server prints opens, and who has no token is asked for it. */
class PlaygroundHostsIT {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String TOKEN = "a-secret-of-24-letters--";

    private static LocalModel model;

    @BeforeAll
    static void start() {
        model = LocalModel.openBundled();
    }

    @AfterAll
    static void stop() {
        model.close();
    }

    /** Skips the test, visibly, where this computer does not let that address be listened on. */
    private static void assumeFree(String host, int port) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (IOException e) {
            Assumptions.abort("nothing can listen on " + host + ", port " + port + ": " + e.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,7913,http://127.0.0.1:7913/",
        "127.0.0.2,7914,http://127.0.0.2:7914/",
        "localhost,7915,http://localhost:7915/",
        "::1,7916,http://[::1]:7916/",
        "[::1],7917,http://[::1]:7917/",
        "0:0:0:0:0:0:0:1,7918,http://[0:0:0:0:0:0:0:1]:7918/",
        "127.0.0.1,80,http://127.0.0.1/",
        "::1,80,http://[::1]/",
    })
    void anAddressOfThisComputerOpens(String host, int port, String printed) throws Exception {
        assumeFree(host, port);
        try (PlaygroundServer server = PlaygroundServer.start(model, new WebOptions(host, port, null))) {
            assertThat(server.address()).hasToString(printed);
            for (String path : new String[] {"", "api/model"}) {
                assertThat(status(server.address().resolve(path), null)).isEqualTo(200);
            }
            String written = "[0:0:0:0:0:0:0:1]".equals(server.address().getHost())
                    ? "[::1]:" + port
                    : server.address().getAuthority();
            assertThat(raw(server, "Host: " + written + "\r\nOrigin: http://" + written))
                    .startsWith("HTTP/1.1 200");
            assertThat(raw(server, "Host: evil.example:" + port)).startsWith("HTTP/1.1 403");
            assertThat(raw(server, "Host: 127.0.0.3" + (port == 80 ? "" : ":" + port)))
                    .startsWith("HTTP/1.1 403");
        }
    }

    /** Listening on all addresses, it prints one that can be opened, not 0.0.0.0. */
    @ParameterizedTest
    @CsvSource({"0.0.0.0,http://127.0.0.1:%d/#token=" + TOKEN, "::,http://[::1]:%d/#token=" + TOKEN})
    void allAddressesArePrintedAsTheLoopback(String host, String printed) throws Exception {
        assumeFree(host, 0);
        try (PlaygroundServer server = PlaygroundServer.start(model, new WebOptions(host, 0, TOKEN))) {
            assertThat(server.address()).hasToString(String.format(java.util.Locale.ROOT, printed, server.port()));
            URI asked = server.address().resolve("/api/model");
            assertThat(status(asked, TOKEN)).isEqualTo(200);
            assertThat(status(asked, null)).isEqualTo(401);
        }
    }

    private static int status(URI address, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static String raw(PlaygroundServer server, String headers) throws IOException {
        String host = server.address().getHost();
        try (Socket socket = new Socket(InetAddress.getByName(host), server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("GET /api/model HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aPageWithoutTheTokenHasAFieldForItAndKeepsItsState() {
        try (PlaygroundServer server = PlaygroundServer.start(model, new WebOptions(WebOptions.LOOPBACK, 0, TOKEN));
                Chromium chromium = Chromium.launch(server.port())) {
            Page page = chromium.blank(1366, 768, ColorScheme.LIGHT, "en-US");
            chromium.navigate(page, "/#p=It+was&t=0.3,1.4");
            Locator note = page.locator("#token-note");
            assertThat(note).containsText("This server asks for its token");
            assertThat(page.locator("#token")).isFocused();
            assertThat(page.locator("#notice")).isHidden();
            page.locator("#token").fill("schlüssel-aus-unicode");
            page.keyboard().press("Enter");
            assertThat(note).containsText("This is not the server’s token");
            assertThat(page.locator("#token")).hasAttribute("aria-invalid", "true");
            page.locator("#token").fill("not-this-one-but-another");
            page.keyboard().press("Enter");
            assertThat(note).containsText("This is not the server’s token");
            Chromium.screenshot(page, "token-1366-light-en");
            Chromium.audit(page);
            page.locator("#token").fill(TOKEN);
            page.keyboard().press("Enter");
            page.waitForSelector("body[data-ready=true]");
            assertThat(page.locator("#token-form")).isHidden();
            assertThat(page.locator("#prompt")).isFocused();
            assertThat(page.locator("#prompt")).hasValue("It was");
            assertThat(page.locator(".panel").first()).hasAttribute("data-temperature", "0.3");
            page.reload();
            page.waitForSelector("body[data-ready=true]");
            assertThat(page.locator("#prompt")).hasValue("It was");
        }
    }

    /** The printed address, opened in a tab that waits for the token, leaves what the tab had. */
    @Test
    void theAddressWithTheTokenKeepsTheStateOfAnOpenTab() {
        try (PlaygroundServer server = PlaygroundServer.start(model, new WebOptions(WebOptions.LOOPBACK, 0, TOKEN));
                Chromium chromium = Chromium.launch(server.port())) {
            Page page = chromium.blank(1366, 768, ColorScheme.LIGHT, "it-IT");
            chromium.navigate(page, "/#p=It+was&t=0.3,1.4");
            assertThat(page.locator("#token-note")).containsText("Questo server chiede il suo token");
            page.evaluate(
                    "address => { location.href = address; }", server.address().toString());
            page.waitForSelector("body[data-ready=true]");
            assertThat(page.locator("#prompt")).hasValue("It was");
            assertThat(page.locator("#token-form")).isHidden();
            assertThat(page.evaluate("location.hash")).isEqualTo("#p=It+was&t=0.3%2C1.4");
            Page other = page.context().newPage();
            other.navigate(server.address() + "&v=lesson");
            assertThat(other.locator("#view-lesson")).isVisible();
            assertThat(other.evaluate("location.hash")).isEqualTo("#v=lesson");
        }
    }
}
