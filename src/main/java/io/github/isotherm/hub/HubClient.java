package io.github.isotherm.hub;

import io.github.isotherm.error.ModelException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Speaks to one repository of the hub: what it asks, and what the answers mean. */
final class HubClient {
    /** What a redirect to a store says of the content: its checksum, as the hub knows it. */
    static final String LINKED_TAG = "X-Linked-Etag";

    private static final String TAG = "ETag";
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int NO_SUCH_RANGE = 416;

    private final HubConnection connection;
    private final String id;
    private final String revision;

    /** Refuses answers that are none. */
    @FunctionalInterface
    interface Check {
        void answered(HubAnswer answer) throws IOException;
    }

    HubClient(HubConnection connection, String id, String revision) {
        this.connection = connection;
        this.id = id;
        this.revision = revision;
    }

    String id() {
        return id;
    }

    HubConnection connection() {
        return connection;
    }

    /** The paths of all files. */
    List<String> list() throws IOException {
        URI first = address("/api/models/" + id + "/tree/" + encoded(revision) + "?recursive=true");
        return new HubListing(connection).read(first, answer -> check(answer, answer.status() == OK));
    }

    /** What the hub says of a file, without fetching it. */
    HubFile head(String path) throws IOException {
        try (HubAnswer answer = connection.head(address(path, revision))) {
            boolean isTold = answer.isRedirect() && answer.header(LINKED_TAG).isPresent();
            check(answer, answer.status() == OK || isTold);
            String tag = answer.told(LINKED_TAG).or(() -> answer.header(TAG)).orElse("");
            if (tag.isEmpty() && answer.isWebPage()) {
                throw answer.webPage("the file " + HubName.shown(path));
            }
            String commit = answer.told("X-Repo-Commit").orElse("");
            return new HubFile(
                    path,
                    size(answer, path),
                    HubName.content(path, tag),
                    commit.isEmpty() ? revision : HubName.commit(path, commit));
        }
    }

    /** The length of a redirect's own body says nothing of the file. */
    private static long size(HubAnswer answer, String path) throws HubFault {
        String linked = answer.told("X-Linked-Size").orElse("");
        String own = answer.isRedirect() ? "" : answer.header("Content-Length").orElse("");
        String size = linked.isEmpty() ? own : linked;
        return size.isEmpty() ? -1 : HubName.size("the size of " + HubName.shown(path), size);
    }

    /**
     * The content from a byte on; the caller closes it. Status 206, or 200 when the server begins at the first byte, or 416 when
     * it has no such byte. A content whose name is no SHA-256 goes on only where the server still has the one of that name: the
     * others are checked when they are whole, and their stores know them by another name.
     */
    HubAnswer get(HubFile file, long from) throws IOException {
        boolean isStored = file.etag().length() == 64;
        Map<String, String> range = Map.of("Range", "bytes=" + from + "-");
        Map<String, String> unchanged = Map.of("Range", "bytes=" + from + "-", "If-Range", "\"" + file.etag() + "\"");
        HubAnswer answer =
                connection.get(address(file.path(), revision), from == 0 ? Map.of() : isStored ? range : unchanged);
        boolean isPart = from > 0 && (answer.status() == PARTIAL || answer.status() == NO_SUCH_RANGE);
        try {
            check(answer, answer.status() == OK || isPart);
        } catch (IOException | ModelException e) {
            answer.close();
            throw e;
        }
        return answer;
    }

    private URI address(String path, String version) {
        StringBuilder encoded = new StringBuilder("/" + id + "/resolve/" + encoded(version));
        for (String part : path.split("/", -1)) {
            encoded.append('/').append(encoded(part));
        }
        return address(encoded.toString());
    }

    /** Below the endpoint, which may be a folder of its server. */
    private URI address(String path) {
        return URI.create(connection.access().endpoint() + path);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private void check(HubAnswer answer, boolean isExpected) throws IOException {
        switch (answer.status()) {
            case 401, 403 -> throw refused(answer);
            case 404 ->
                throw new ModelException(
                        "The hub has no " + HubName.shown(answer.address().getPath()) + "; check the" + " model's id "
                                + id + ", the revision " + revision + " and the file.");
            default -> {
                if (!isExpected) {
                    throw HubFault.lasting(answer.host() + " answers " + answer.status());
                }
            }
        }
    }

    private ModelException refused(HubAnswer answer) {
        HubAccess access = connection.access();
        URI endpoint = access.endpoint();
        boolean isKept = access.token() != null && access.tokenFor(endpoint) == null;
        if (isKept) {
            return new ModelException(
                    "The hub does not give " + id + " to anybody without a token, and HF_TOKEN is not sent to "
                            + endpoint + " as that is not encrypted; set HF_ENDPOINT to an https address.");
        }
        boolean isElsewhere = !answer.host().equals(HubAddress.server(endpoint));
        return new ModelException("The hub does not give " + id + " to "
                + (access.token() == null ? "anybody without a token" : "this token")
                + (isElsewhere ? " (" + answer.host() + " answers " + answer.status() + ")" : "")
                + "; accept its terms on "
                + endpoint + "/" + id + " and set HF_TOKEN.");
    }
}
