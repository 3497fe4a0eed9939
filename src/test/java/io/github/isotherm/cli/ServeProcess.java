package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.DefaultSignals;
import io.github.isotherm.JavaProgram;
import io.github.isotherm.Patience;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The runnable jar's {@code serve} as a process of its own. */
final class ServeProcess implements AutoCloseable {
    private static final Path JAR =
            Path.of(System.getProperty("isotherm.jar", "target/isotherm.jar")).toAbsolutePath();

    private final Process process;
    private final Path said;
    private final BufferedReader out;
    private final String address;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Starts it on any free port; what it says goes to a file of the folder, or to a pipe where there is none. */
    ServeProcess(Path folder, boolean piped, Map<String, String> environment, String... options) throws IOException {
        List<String> command = new ArrayList<>(DefaultSignals.prefix());
        command.addAll(JavaProgram.with("-jar", JAR.toString(), "serve", "--port", "0"));
        command.addAll(List.of(options));
        said = Files.createTempFile(folder, "said", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command);
        if (!piped) {
            builder.redirectError(said.toFile());
        }
        builder.environment().remove("ISOTHERM_MODEL");
        builder.environment().putAll(environment);
        process = builder.start();
        out = process.inputReader(StandardCharsets.UTF_8);
        String first = out.readLine();
        assertThat(first)
                .as(() -> piped ? "" : said())
                .isNotNull()
                .startsWith("http://127.0.0.1:")
                .endsWith("/v1");
        address = first;
    }

    ServeProcess(Path folder, String... options) throws IOException {
        this(folder, false, Map.of(), options);
    }

    /** What it said beside the address. */
    String said() {
        try {
            return Files.readString(said);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Its own pipe of what it says. */
    Process process() {
        return process;
    }

    String address() {
        return address;
    }

    /** A path beside the address, such as {@code /health}. */
    URI at(String path) {
        return URI.create(address.substring(0, address.length() - "/v1".length()) + path);
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        return client.send(
                with(HttpRequest.newBuilder(at(path)), headers).build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        return client.send(request(path, body, headers), HttpResponse.BodyHandlers.ofString());
    }

    /** An answer whose lines are read as they come. */
    BufferedReader stream(String path, String body) throws Exception {
        HttpResponse<java.io.InputStream> response =
                client.send(request(path, body), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        return new BufferedReader(new java.io.InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private HttpRequest request(String path, String body, String... headers) {
        return with(HttpRequest.newBuilder(at(path)).POST(HttpRequest.BodyPublishers.ofString(body)), headers)
                .build();
    }

    private static HttpRequest.Builder with(HttpRequest.Builder request, String... headers) {
        return headers.length == 0 ? request : request.headers(headers);
    }

    /** Java itself can send SIGTERM only. */
    void signal(String name) throws Exception {
        DefaultSignals.await(process);
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    /** Waits for its end; nothing but the address was on standard output. */
    int exitCode() throws Exception {
        assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(out.readLine()).as("a second line").isNull();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
