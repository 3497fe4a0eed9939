package io.github.isotherm.hub;

import java.io.Closeable;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a request was answered with in the end.
 *
 * @param last the answer
 * @param redirects the headers of the answers that led there, in order
 * @param host who gave it, as it was reached
 */
record HubAnswer(HttpResponse<ArrivingBody> last, List<HttpHeaders> redirects, String host) implements Closeable {
    int status() {
        return last.statusCode();
    }

    ArrivingBody body() {
        return last.body();
    }

    URI address() {
        return last.uri();
    }

    Optional<String> header(String name) {
        return last.headers().firstValue(name);
    }

    /** What any answer on the way said, the first before the others: the hub itself answers first. */
    Optional<String> told(String name) {
        return redirects.stream()
                .flatMap(headers -> headers.firstValue(name).stream())
                .findFirst()
                .or(() -> header(name));
    }

    boolean isRedirect() {
        return status() >= 300 && status() <= 399;
    }

    boolean isWebPage() {
        return header("Content-Type").orElse("").toLowerCase(Locale.ROOT).contains("html");
    }

    /** A page for people where a program's answer was expected: hotels, trains and offices show theirs before all others. */
    HubFault webPage(String expected) {
        return HubFault.lasting(host + " answers with a web page where " + expected
                + " was expected, perhaps the page where one signs in to this network; open it in a browser first");
    }

    @Override
    public void close() {
        body().close();
    }
}
