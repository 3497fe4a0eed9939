package io.github.isotherm.serve;

import io.github.isotherm.error.ShownText;
import io.github.isotherm.wire.openai.endpoint.Endpoint;
import io.github.isotherm.wire.openai.endpoint.RefusedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which endpoint answers which path: a table, one line a route. */
final class Routes {
    private static final Map<String, String> ABSENT = Map.of(
            "/v1/responses",
                    "The responses API is not served, whole or in part; use /v1/chat/completions, which the same clients speak.",
            "/v1/embeddings",
                    "Embeddings are not served: the models here continue text; use a server of an embedding model.",
            "/v1/messages",
                    "Anthropic's messages API is not served; use /v1/chat/completions with a client of OpenAI's form.");

    private final Map<String, Route> table = new LinkedHashMap<>();

    /**
     * An endpoint at a path.
     *
     * @param path the path; one that ends with {@code /*} stands for all below it
     * @param open whether it answers without a key, and while the server closes
     */
    record Route(String path, Map<String, Endpoint> methods, boolean open) {
        /** What an Allow header says. */
        String allow() {
            Set<String> all = new TreeSet<>(methods.keySet());
            if (methods.containsKey("GET")) {
                all.add("HEAD");
            }
            all.add("OPTIONS");
            return String.join(", ", all);
        }

        /** The endpoint of a method; HEAD is a GET whose body nobody sees. */
        Endpoint endpoint(String method) {
            Endpoint found = methods.get(method.equals("HEAD") ? "GET" : method);
            if (found == null) {
                throw new RefusedException(
                        405,
                        "method_not_allowed",
                        null,
                        "The path " + ShownText.value(path) + " does not take " + ShownText.value(method)
                                + "; it takes " + allow() + ".");
            }
            return found;
        }
    }

    Routes get(String path, Endpoint endpoint) {
        return add(path, "GET", endpoint, false);
    }

    Routes post(String path, Endpoint endpoint) {
        return add(path, "POST", endpoint, false);
    }

    /** A GET that answers without a key, and while the server closes. */
    Routes open(String path, Endpoint endpoint) {
        return add(path, "GET", endpoint, true);
    }

    private Routes add(String path, String method, Endpoint endpoint, boolean open) {
        Map<String, Endpoint> methods = new LinkedHashMap<>();
        Route old = table.get(path);
        if (old != null) {
            methods.putAll(old.methods());
        }
        methods.put(method, endpoint);
        table.put(path, new Route(path, methods, open));
        return this;
    }

    /**
     * What answers a path.
     *
     * @throws RefusedException when nothing does: 404
     */
    Route at(String path) {
        Route route = table.get(path);
        for (int end = path.indexOf('/', 1); route == null && end > 0; end = path.indexOf('/', end + 1)) {
            route = end + 1 < path.length() ? table.get(path.substring(0, end) + "/*") : null;
        }
        if (route == null) {
            throw new RefusedException(404, "unknown_url", null, absent(path));
        }
        return route;
    }

    private String absent(String path) {
        for (Map.Entry<String, String> one : ABSENT.entrySet()) {
            if (path.equals(one.getKey()) || path.startsWith(one.getKey() + "/")) {
                return one.getValue();
            }
        }
        List<String> known = new ArrayList<>(table.keySet());
        return "There is nothing at " + ShownText.value(path) + "; the paths here are " + String.join(", ", known)
                + ".";
    }
}
