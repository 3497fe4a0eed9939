package io.github.isotherm.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The proxy that the JVM or the environment names leads to the hub, and is named when it does not. */
class ProxyRouteTest extends PullTest {
    private static final URI HUB = URI.create("https://hub.example");

    @AfterEach
    void forget() {
        for (String name :
                new String[] {"https.proxyHost", "https.proxyPort", "http.nonProxyHosts", "socksProxyHost"}) {
            System.clearProperty(name);
        }
    }

    private static Optional<String> proxy(String address, String... variables) {
        Map<String, String> environment = new HashMap<>();
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        return ProxyRoute.of(environment).to(URI.create(address)).map(HubProxy::name);
    }

    @Test
    void variablesAreReadInBothCases() {
        String by = "the proxy p:3128 (HTTPS_PROXY)";
        assertThat(proxy("https://h", "HTTPS_PROXY", "http://p:3128")).contains(by);
        assertThat(proxy("https://h", "https_proxy", "p:3128")).contains(by);
        assertThat(proxy("https://h", "https_proxy", "http://p:3128/", "HTTPS_PROXY", "http://other:1"))
                .contains(by);
        assertThat(proxy("http://h", "HTTPS_PROXY", "http://p:3128")).isEmpty();
        assertThat(proxy("http://h", "HTTP_PROXY", "http://p")).contains("the proxy p:80 (HTTP_PROXY)");
        assertThat(proxy("https://h", "ALL_PROXY", "http://p:1")).contains("the proxy p:1 (ALL_PROXY)");
        assertThat(proxy("https://h", "HTTPS_PROXY", " ")).isEmpty();
        assertThat(proxy("https://h")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* | https://hub.example | true",
                "hub.example | https://hub.example | true",
                "example | https://hub.example | true",
                ".example | https://hub.example | true",
                "*.example | https://hub.example | true",
                "HUB.Example | https://hub.example | true",
                "other, hub.example | https://hub.example | true",
                "other hub.example | https://hub.example | true",
                "hub.example:443 | https://hub.example | true",
                "hub.example:8443 | https://hub.example | false",
                "ub.example | https://hub.example | false",
                "10.0.0.0/8 | https://10.9.8.7 | true",
                "10.0.0.0/8 | https://11.9.8.7 | false",
                "0.0.0.0/0 | https://11.9.8.7 | true",
                "10.9.8.7 | https://10.9.8.7:99 | true",
                "10.0.0.0/99 | https://10.9.8.7 | false",
                ", ,, | https://hub.example | false",
                "[::2] | https://[::2] | true",
                "::2 | https://[::2] | true"
            })
    void exceptionsAreReachedDirectly(String exceptions, String address, boolean isDirect) {
        assertThat(proxy(address, "HTTPS_PROXY", "http://p:1", "NO_PROXY", exceptions)
                        .isEmpty())
                .isEqualTo(isDirect);
        assertThat(proxy(address, "HTTPS_PROXY", "http://p:1", "no_proxy", exceptions)
                        .isEmpty())
                .isEqualTo(isDirect);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:1", "http://127.0.0.1", "http://127.9.9.9:5", "http://[::1]:80"})
    void thisMachineIsReachedDirectly(String address) {
        assertThat(proxy(address, "HTTP_PROXY", "http://p:1", "ALL_PROXY", "http://p:1"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socks5://u:pass@p:1",
                "https://p:1",
                "http://",
                "http://p:0",
                "http://p:99999",
                "http://u:pa ss@p:1",
                "p:x",
                "::"
            })
    void anAddressThatIsNoneIsNotRepeated(String address) {
        assertThat(sentence(catchThrowable(() -> proxy("https://h", "HTTPS_PROXY", address))))
                .isEqualTo(
                        "HTTPS_PROXY must be the address of an HTTP proxy, such as http://proxy.example:3128; correct it, or"
                                + " unset it to download without a proxy.");
    }

    @Test
    void theJvmsSettingsComeFirst() {
        System.setProperty("https.proxyHost", "jvm");
        System.setProperty("https.proxyPort", "8080");
        String[] variables = {"HTTPS_PROXY", "http://p:1"};
        assertThat(proxy("https://h", variables)).contains("the proxy jvm:8080 (the JVM's settings)");
        System.setProperty("http.nonProxyHosts", "h|*.inner");
        assertThat(proxy("https://h", variables)).isEmpty();
        assertThat(proxy("https://x.inner", variables)).isEmpty();
        assertThat(proxy("https://x", variables)).isPresent();
        System.clearProperty("https.proxyHost");
        System.setProperty("socksProxyHost", "s");
        assertThat(sentence(catchThrowable(() -> proxy("https://x", variables))))
                .isEqualTo(
                        "The JVM's settings name a SOCKS proxy for https://x, which downloads cannot use; set https.proxyHost"
                                + " and https.proxyPort to an HTTP proxy.");
    }

    @Test
    void aSelectorOfTheHostApplicationCounts() {
        ProxySelector before = ProxySelector.getDefault();
        try {
            ProxySelector.setDefault(ProxySelector.of(InetSocketAddress.createUnresolved("hosts", 77)));
            assertThat(proxy("https://h")).contains("the proxy hosts:77 (the JVM's settings)");
            ProxySelector.setDefault(null);
            assertThat(proxy("https://h")).isEmpty();
            assertThat(ProxyRoute.OF_THE_JVM.selector().select(HUB)).containsExactly(Proxy.NO_PROXY);
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    private HubAccess through(RawServer proxy, String login, String endpoint) {
        String address = "http://" + login + "127.0.0.1:" + proxy.port();
        ProxyRoute route = ProxyRoute.of(Map.of("HTTPS_PROXY", address, "HTTP_PROXY", address));
        return new HubAccess(URI.create(endpoint), null, false, route, limits);
    }

    @Test
    void requestsGoThroughIt() throws IOException {
        try (RawServer proxy = new RawServer((request, out) ->
                RawServer.text(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n[]"))) {
            Throwable thrown = catchThrowable(() -> pull(through(proxy, "ann:se%20cret@", "http://hub.invalid")));
            assertThat(sentence(thrown)).startsWith("The repository has no ONNX language model");
            assertThat(proxy.requests)
                    .singleElement()
                    .asString()
                    .startsWith("GET http://hub.invalid/api/models/org/name/tree/main?recursive=true HTTP/1.1\n")
                    .contains("Proxy-Authorization: Basic "
                            + Base64.getEncoder().encodeToString("ann:se cret".getBytes(StandardCharsets.UTF_8)));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403 | the proxy answers 403",
                "502 | the proxy answers 502",
                "407 | the proxy wants a name and a password (407); give them as http://NAME:PASSWORD@HOST:PORT in HTTPS_PROXY"
            })
    void oneThatRefusesIsNamed(int status, String clause) throws IOException {
        try (RawServer proxy = new RawServer((request, out) -> RawServer.text(
                out,
                "HTTP/1.1 " + status + " No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n"))) {
            Throwable thrown = catchThrowable(() -> pull(through(proxy, "", "https://hub.invalid")));
            assertThat(sentence(thrown))
                    .isEqualTo(
                            "The download of org/name from https://hub.invalid failed (https://hub.invalid through the proxy"
                                    + " 127.0.0.1:" + proxy.port() + " (HTTPS_PROXY) was not reached: " + clause
                                    + "); start it again to go on.");
            assertThat(proxy.requests.get(0)).startsWith("CONNECT hub.invalid:443 HTTP/1.1\n");
        }
    }

    @Test
    void oneThatIsNotThereIsNamed() throws IOException {
        RawServer proxy = new RawServer((request, out) -> {});
        proxy.close();
        assertThat(sentence(catchThrowable(() -> pull(through(proxy, "u:secret@", "https://hub.invalid")))))
                .isEqualTo(
                        "The download of org/name from https://hub.invalid failed (https://hub.invalid through the proxy"
                                + " 127.0.0.1:" + proxy.port()
                                + " (HTTPS_PROXY) refuses the connection); start it again to go on.");
        HubAccess unknown = new HubAccess(
                HUB, null, false, ProxyRoute.of(Map.of("HTTPS_PROXY", "http://no-such-proxy.invalid:3128")), limits);
        assertThat(sentence(catchThrowable(() -> pull(unknown))))
                .contains("https://hub.example through the proxy no-such-proxy.invalid:3128 (HTTPS_PROXY)");
    }
}
