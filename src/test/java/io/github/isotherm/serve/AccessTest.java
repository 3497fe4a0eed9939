package io.github.isotherm.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.wire.ListenAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask. */
class AccessTest {
    private static final String KEY = "a-key-of-24-characters--";
    private static final String OTHER = "another-key-of-more-characters";

    private static String raw(ServedHere here, String headers) throws Exception {
        try (Socket socket = here.socket("GET /health HTTP/1.1\r\n" + headers + "Connection: close\r\n\r\n")) {
            return ServedHere.all(socket);
        }
    }

    @Test
    void aRequestWithoutAKeyIsRefusedInTheFormOfOpenAi() throws Exception {
        try (ServedHere here = new ServedHere(ServedHere.withKeys(KEY))) {
            HttpResponse<String> response = here.get("/v1/models");
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.headers().firstValue("www-authenticate")).contains("Bearer");
            assertThat(response.body())
                    .isEqualTo(
                            "{\"error\":{\"message\":\"The request brings no valid key; send the server's as the header"
                                    + " Authorization: Bearer KEY.\",\"type\":\"authentication_error\",\"param\":null,"
                                    + "\"code\":\"invalid_api_key\"}}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer wrong-key-of-24-letters-", "Bearer", "Basic " + KEY, KEY, "Bearer " + KEY + "x"})
    void anotherKeyIsRefused(String header) throws Exception {
        try (ServedHere here = new ServedHere(ServedHere.withKeys(KEY))) {
            assertThat(here.get("/v1/models", "Authorization", header).statusCode())
                    .isEqualTo(401);
            assertThat(here.get("/metrics", "Authorization", header).statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void eachOfSeveralKeysOpens() throws Exception {
        try (ServedHere here = new ServedHere(ServedHere.withKeys(KEY, OTHER))) {
            for (String key : List.of(KEY, OTHER)) {
                assertThat(here.get("/v1/models", "Authorization", "Bearer " + key)
                                .statusCode())
                        .isEqualTo(200);
                assertThat(here.get("/v1/models", "authorization", "bearer  " + key)
                                .statusCode())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void healthIsToldToEverybody() throws Exception {
        try (ServedHere here = new ServedHere(ServedHere.withKeys(KEY))) {
            assertThat(here.get("/health").statusCode()).isEqualTo(200);
        }
    }

    /** A name of another site that leads here, as DNS rebinding does. */
    @Test
    void withoutAKeyTheHostMustBeThisComputer() throws Exception {
        try (ServedHere here = new ServedHere(ServedHere.options())) {
            for (String host : List.of("127.0.0.1", "localhost", "LOCALHOST", "[::1]")) {
                assertThat(raw(here, "Host: " + host + ":" + here.port() + "\r\n"))
                        .startsWith("HTTP/1.1 200");
            }
            for (String host : List.of("evil.example:" + here.port(), "127.0.0.1:1", "127.0.0.1.evil.example", "")) {
                assertThat(raw(here, "Host: " + host + "\r\n"))
                        .startsWith("HTTP/1.1 403")
                        .contains("must name this computer");
            }
            assertThat(raw(here, "")).startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void withAKeyTheHostMayHaveAnyName() throws Exception {
        try (ServedHere here = new ServedHere(ServedHere.withKeys(KEY))) {
            assertThat(raw(here, "Host: models.example\r\n")).startsWith("HTTP/1.1 200");
            assertThat(raw(here, "Host: models.example\r\nOrigin: https://models.example\r\n"))
                    .startsWith("HTTP/1.1 200");
            assertThat(raw(here, "Host: models.example\r\nOrigin: https://evil.example\r\n"))
                    .startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void everyPageMayAskWithAKeyWhereAllSitesAreNamed() throws Exception {
        try (ServedHere here = new ServedHere(ServedHere.withKeys(KEY).withOrigin("*"))) {
            HttpResponse<String> response =
                    here.get("/v1/models", "Authorization", "Bearer " + KEY, "Origin", "https://any.example");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("access-control-allow-origin"))
                    .contains("https://any.example");
            HttpResponse<String> refused = here.get("/v1/models", "Origin", "https://any.example");
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("access-control-allow-origin"))
                    .contains("https://any.example");
        }
    }

    @Test
    void whatWouldLetOthersInWithoutAKeyIsRefused() {
        assertThatThrownBy(() -> ServeOptions.at(new ListenAddress("0.0.0.0", 0)))
                .hasMessageContaining("which other computers can reach, so an --api-key of at least 16 characters");
        assertThatThrownBy(() -> ServedHere.options().withOrigin("*"))
                .hasMessageContaining("so an --api-key must be given");
        assertThat(ServeOptions.at(new ListenAddress("0.0.0.0", 0), List.of(KEY))
                        .keys())
                .containsExactly(KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "a key with blanks in it", "a-key-with-\u00e9-in-it-----"})
    void aKeyThatIsNoneIsRefused(String key) {
        assertThatThrownBy(() -> ServedHere.withKeys(key)).hasMessageContaining("--api-key is ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"example.org", "https://example.org/", "ftp://example.org", "https://", "null", "https://a@b"})
    void aSiteThatIsNoneIsRefused(String site) {
        assertThatThrownBy(() -> ServedHere.options().withOrigin(site))
                .hasMessageContaining("must be * or a site such as https://example.org");
    }
}
