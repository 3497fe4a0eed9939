package io.github.isotherm.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which path answers what, and what is said where none does. */
class RoutesTest {
    private static ServedHere here;

    @BeforeAll
    static void start() {
        here = new ServedHere(ServedHere.options().withOrigin("https://good.example"));
    }

    @AfterAll
    static void stop() {
        here.close();
    }

    private static HttpResponse<String> asked(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(here.at(path)).method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void healthIsOk() throws Exception {
        HttpResponse<String> response = here.get("/health");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"status\":\"ok\"}");
        assertThat(response.headers().firstValue("content-type")).contains("application/json; charset=utf-8");
    }

    @Test
    void aModelIsListedAndFoundByItsName() throws Exception {
        String model = "{\"id\":\"scripted\",\"object\":\"model\",\"created\":1790000000,\"owned_by\":\"isotherm\"}";
        assertThat(here.get("/v1/models").body()).isEqualTo("{\"object\":\"list\",\"data\":[" + model + "]}");
        assertThat(here.get("/v1/models/scripted").body()).isEqualTo(model);
        HttpResponse<String> other = here.get("/v1/models/org%2Fother");
        assertThat(other.statusCode()).isEqualTo(404);
        assertThat(other.body())
                .isEqualTo(
                        "{\"error\":{\"message\":\"The model org/other does not exist here; the models are scripted.\","
                                + "\"type\":\"invalid_request_error\",\"param\":\"model\",\"code\":\"model_not_found\"}}");
    }

    @Test
    void anUnknownPathIsToldTheKnownOnes() throws Exception {
        HttpResponse<String> response = here.get("/v2/completions");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body())
                .contains(
                        "There is nothing at /v2/completions; the paths here are ", "/health", "/v1/models", "/metrics")
                .contains("\"code\":\"unknown_url\"", "\"param\":null");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/responses, The responses API is not served",
        "/v1/responses/resp_1, The responses API is not served",
        "/v1/embeddings, Embeddings are not served",
        "/v1/messages, Anthropic's messages API is not served",
    })
    void whatIsNotServedHasItsOwnSentence(String path, String sentence) throws Exception {
        HttpResponse<String> response = here.post(path, "{}");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains(sentence);
    }

    @Test
    void anotherMethodIsToldTheAllowedOnes() throws Exception {
        HttpResponse<String> response = asked("DELETE", "/health");
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("allow")).contains("GET, HEAD, OPTIONS");
        assertThat(response.body()).contains("The path /health does not take DELETE; it takes GET, HEAD, OPTIONS.");
        assertThat(asked("GET", "/length").headers().firstValue("allow")).contains("OPTIONS, POST");
    }

    @Test
    void headHasTheHeadersOfGetAndNoBody() throws Exception {
        HttpResponse<String> response = asked("HEAD", "/health");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValue("content-length")).contains("15");
    }

    @Test
    void optionsSaysWhatAPathTakes() throws Exception {
        HttpResponse<String> response = asked("OPTIONS", "/length");
        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.headers().firstValue("allow")).contains("OPTIONS, POST");
        assertThat(response.headers().firstValue("access-control-allow-origin")).isEmpty();
    }

    @Test
    void aPageOfTheNamedSiteMayAskAndReadTheAnswer() throws Exception {
        HttpResponse<String> before = asked(
                "OPTIONS",
                "/length",
                "Origin",
                "https://good.example",
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "authorization, x-stainless-os");
        assertThat(before.statusCode()).isEqualTo(204);
        assertThat(before.headers().firstValue("access-control-allow-origin")).contains("https://good.example");
        assertThat(before.headers().firstValue("access-control-allow-methods")).contains("OPTIONS, POST");
        assertThat(before.headers().firstValue("access-control-allow-headers"))
                .contains("authorization, x-stainless-os");
        HttpResponse<String> then = here.post("/length", "abc", "Origin", "https://good.example");
        assertThat(then.body()).isEqualTo("{\"length\":3}");
        assertThat(then.headers().firstValue("access-control-allow-origin")).contains("https://good.example");
        assertThat(then.headers().firstValue("vary")).contains("origin");
    }

    @Test
    void aPageOfAnotherSiteIsRefused() throws Exception {
        HttpResponse<String> response = here.post("/length", "abc", "Origin", "https://evil.example");
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("comes from a page of another site");
        assertThat(response.headers().firstValue("access-control-allow-origin")).isEmpty();
    }

    @Test
    void pathsAndQueriesAreDecoded() throws Exception {
        assertThat(here.get("/where?a=1&b=x%20y&a=2").body())
                .isEqualTo("{\"path\":\"/where\",\"query\":\"{a=2, b=x y}\"}");
    }

    @Test
    void whatAnEndpointThrowsIsAnswered() throws Exception {
        HttpResponse<String> response = here.post("/fail", "");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).contains("An error inside isotherm, of a test;", "\"type\":\"server_error\"");
    }

    @Test
    void eachAnswerHasAnIdOfItsOwn() throws Exception {
        String one = here.get("/health").headers().firstValue("x-request-id").orElseThrow();
        String other = here.get("/health").headers().firstValue("x-request-id").orElseThrow();
        assertThat(one).hasSize(36).isNotEqualTo(other);
    }
}
