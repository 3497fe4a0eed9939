package io.github.isotherm.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.isotherm.error.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Speaks to one repository of the hub. Redirects are followed here, so that the token goes to the hub alone. */
final class HubClient {
    private static final int MOST_REDIRECTS = 8;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HubAccess access;
    private final String id;
    private final String revision;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    HubClient(HubAccess access, String id, String revision) {
        this.access = access;
        this.id = id;
        this.revision = revision;
    }

    String id() {
        return id;
    }

    /** The paths of all files. */
    List<String> list() throws IOException {
        List<String> paths = new ArrayList<>();
        URI page = access.endpoint().resolve("/api/models/" + id + "/tree/" + encoded(revision) + "?recursive=true");
        while (page != null) {
            HttpResponse<byte[]> response = send(HttpRequest.newBuilder(page).GET(), BodyHandlers.ofByteArray(), true);
            for (JsonNode file : JsonTree.read(response.body())) {
                if (file.path("type").asText("").equals("file")) {
                    paths.add(file.path("path").asText());
                }
            }
            page = next(response);
        }
        return paths;
    }

    private static @org.jspecify.annotations.Nullable URI next(HttpResponse<?> response) {
        String link = response.headers().firstValue("Link").orElse("");
        boolean more = link.contains("rel=\"next\"") && link.contains("<");
        return more ? response.uri().resolve(link.substring(link.indexOf('<') + 1, link.indexOf('>'))) : null;
    }

    /** What the hub says of a file, without fetching it. */
    HubFile head(String path) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address(path)).method("HEAD", HttpRequest.BodyPublishers.noBody());
        HttpResponse<Void> response = send(request, BodyHandlers.discarding(), false);
        String etag = header(response, "X-Linked-Etag", header(response, "ETag", ""));
        String size = header(response, "X-Linked-Size", header(response, "Content-Length", "-1"));
        String name = etag.replaceFirst("^W/", "").replace("\"", "");
        if (!NAME.matcher(name).matches()) {
            throw new IOException("the hub names the content of " + path + " \"" + name + "\"");
        }
        return new HubFile(path, Long.parseLong(size), name, header(response, "X-Repo-Commit", revision));
    }

    /** The content from a byte on; the caller closes it. Status 206, or 200 when the server begins at the first byte. */
    HttpResponse<InputStream> get(HubFile file, long from) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address(file.path())).GET();
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-");
        }
        return send(request, BodyHandlers.ofInputStream(), true);
    }

    private URI address(String path) {
        StringBuilder encoded = new StringBuilder("/" + id + "/resolve/" + encoded(revision));
        for (String part : path.split("/", -1)) {
            encoded.append('/').append(encoded(part));
        }
        return access.endpoint().resolve(encoded.toString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder builder, BodyHandler<T> body, boolean follow)
            throws IOException {
        HttpRequest request = builder.timeout(PATIENCE).build();
        for (int redirects = 0; redirects < MOST_REDIRECTS; redirects++) {
            HttpResponse<T> response = exchange(withToken(request), body);
            String location = response.headers().firstValue("Location").orElse("");
            int status = response.statusCode();
            URI target = target(request, location);
            boolean sameHost =
                    String.valueOf(target.getAuthority()).equals(request.uri().getAuthority());
            if (status < 300 || status > 399 || location.isEmpty() || (!follow && !sameHost)) {
                return checked(response);
            }
            request = HttpRequest.newBuilder(request, (name, value) -> true)
                    .uri(target)
                    .build();
        }
        throw new IOException("too many redirects");
    }

    private static URI target(HttpRequest request, String location) throws IOException {
        try {
            return request.uri().resolve(location);
        } catch (IllegalArgumentException e) {
            throw new IOException("the hub redirects to \"" + location + "\"", e);
        }
    }

    private HttpRequest withToken(HttpRequest request) {
        String token = access.token();
        boolean home = String.valueOf(request.uri().getAuthority())
                .equals(access.endpoint().getAuthority());
        return token == null || !home
                ? request
                : HttpRequest.newBuilder(request, (name, value) -> true)
                        .header("Authorization", "Bearer " + token)
                        .build();
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, BodyHandler<T> body) throws IOException {
        try {
            return http.send(request, body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelException("The download of " + id + " was interrupted; start it again to go on.", e);
        }
    }

    private <T> HttpResponse<T> checked(HttpResponse<T> response) throws IOException {
        return switch (response.statusCode()) {
            case 401, 403 ->
                throw new ModelException("The hub does not give " + id + " to "
                        + (access.token() == null ? "anybody without a token" : "this token") + "; accept its terms on "
                        + access.endpoint() + "/" + id + " and set HF_TOKEN.");
            case 404 ->
                throw new ModelException("The hub has no " + response.uri().getPath() + "; check the model's id " + id
                        + ", the revision " + revision + " and the file.");
            default -> {
                if (response.statusCode() >= 400 && response.statusCode() != 416) {
                    throw new IOException("the hub answers " + response.statusCode());
                }
                yield response;
            }
        };
    }

    private static String header(HttpResponse<?> response, String name, String otherwise) {
        return response.headers().firstValue(name).orElse(otherwise);
    }
}
