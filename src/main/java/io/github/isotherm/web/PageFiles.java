package io.github.isotherm.web;

import com.sun.net.httpserver.HttpExchange;
import io.github.isotherm.error.Sentence;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The page's own files, from the jar. */
final class PageFiles {
    private static final Pattern NAME = Pattern.compile("/[a-z0-9-]+\\.(html|css|js|svg)");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private static final Map<String, String> PAGES = Map.of("/", "/index.html", "/benchmark", "/benchmark.html");

    private final Map<String, KeptAnswer> kept = new ConcurrentHashMap<>();

    void serve(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            throw new RefusedException(405, Sentence.of("request.file", "A file is only read; use GET."));
        }
        String asked = exchange.getRequestURI().getPath();
        String path = PAGES.getOrDefault(asked, asked);
        if (!NAME.matcher(path).matches()) {
            throw missing(path);
        }
        KeptAnswer answer = kept.get(path);
        if (answer == null) {
            answer = read(path);
            kept.put(path, answer);
        }
        answer.send(exchange);
    }

    private static KeptAnswer read(String path) throws IOException {
        try (InputStream file = PageFiles.class.getResourceAsStream(path.substring(1))) {
            if (file == null) {
                throw missing(path);
            }
            String type = TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), Reply.BINARY);
            return KeptAnswer.of(type, file.readAllBytes());
        }
    }

    /** Refuses a path where nothing is. */
    static RefusedException missing(String path) {
        return new RefusedException(
                404, Sentence.of("request.nothing", "There is nothing at {path}; the page is at /.", "path", path));
    }
}
