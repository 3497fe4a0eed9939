package io.github.isotherm.hub;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The files of a repository, as the hub lists them: in pages, each of which names the next. */
final class HubListing {
    static final int MOST_PAGES = 1000;

    /** Of all pages together. */
    static final int MOST_BYTES = 64 << 20;

    private static final Pattern LINK = Pattern.compile("<([^<>]*)>((?:\\s*;\\s*[^,;\"]+(?:\"[^\"]*\")?)*)");
    private static final Pattern NEXT =
            Pattern.compile("(?i);\\s*rel\\s*=\\s*(\"([^\"]*\\s)?next(\\s[^\"]*)?\"|next)\\s*(;|$)");

    private final HubConnection connection;
    private final List<String> paths = new ArrayList<>();
    private int bytes;

    HubListing(HubConnection connection) {
        this.connection = connection;
    }

    /** All paths; {@code check} refuses answers that are none. */
    List<String> read(URI first, HubClient.Check check) throws IOException {
        Set<URI> seen = new HashSet<>();
        URI page = first;
        while (page != null) {
            if (!seen.add(page)) {
                throw HubFault.lasting(HubAddress.server(page)
                        + " lists the files without end: a page names itself, or one" + " before it, as the next");
            }
            if (seen.size() > MOST_PAGES) {
                throw HubFault.lasting(
                        HubAddress.server(page) + " lists the files in more than " + MOST_PAGES + " pages");
            }
            try (HubAnswer answer = connection.get(page, Map.of())) {
                check.answered(answer);
                add(answer);
                page = next(answer);
            }
        }
        return paths;
    }

    private void add(HubAnswer answer) throws IOException {
        byte[] body = answer.body().readAll(MOST_BYTES - bytes);
        bytes += body.length;
        JsonNode files = parsed(answer, body);
        for (JsonNode file : files) {
            if (file.path("type").asText("").equals("file")) {
                paths.add(file.path("path").asText());
            }
        }
    }

    private static JsonNode parsed(HubAnswer answer, byte[] body) throws IOException {
        try {
            JsonNode files = JsonTree.read(body);
            if (files.isArray()) {
                return files;
            }
        } catch (JacksonException e) {
            if (answer.isWebPage()) {
                throw answer.webPage("the list of files");
            }
        }
        throw HubFault.lasting(answer.host() + " answers with something else where the list of files, a JSON array, was"
                + " expected; check HF_ENDPOINT");
    }

    private static @Nullable URI next(HubAnswer answer) throws HubFault {
        for (String header : answer.last().headers().allValues("Link")) {
            Matcher link = LINK.matcher(header);
            while (link.find()) {
                if (NEXT.matcher(link.group(2)).find()) {
                    return address(answer, link.group(1));
                }
            }
            if (header.contains("next") && !header.contains(">")) {
                return address(answer, header);
            }
        }
        return null;
    }

    private static URI address(HubAnswer answer, String link) throws HubFault {
        try {
            URI next = HubAddress.resolve(answer.address(), link);
            if (HubAddress.wrong(next) == null) {
                return next;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        throw HubFault.lasting(answer.host() + " names \"" + HubName.shown(link)
                + "\" as the next page of files, which is no address");
    }
}
