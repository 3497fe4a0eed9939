package io.github.isotherm.hub;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks and is answered: with the token where it belongs, through the proxy that leads there, after redirects that are followed
 * here, and again where a server was busy or broke off.
 */
final class HubConnection {
    /** Of one request, the first included. */
    static final int MOST_ATTEMPTS = 4;

    static final int MOST_REDIRECTS = 8;

    private static final int PROXY_WANTS_LOGIN = 407;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final Set<Integer> BUSY = Set.of(408, TOO_MANY_REQUESTS, 500, 502, 503, 504);

    private final HubAccess access;
    private final Pauses pauses;
    private final HubDownload.Progress progress;
    private final HttpClient http;

    HubConnection(HubAccess access, Pauses pauses, HubDownload.Progress progress) {
        this.access = access;
        this.pauses = pauses;
        this.progress = progress;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(access.limits().patience())
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(access.proxies().selector())
                .build();
    }

    HubAccess access() {
        return access;
    }

    /** The head of an answer. A redirect to another server that already tells of the content is not followed. */
    HubAnswer head(URI address) throws IOException {
        return ask("HEAD", address, Map.of());
    }

    HubAnswer get(URI address, Map<String, String> headers) throws IOException {
        return ask("GET", address, headers);
    }

    private HubAnswer ask(String method, URI address, Map<String, String> headers) throws IOException {
        for (int attempt = 1; ; attempt++) {
            boolean isLast = attempt == MOST_ATTEMPTS;
            HubAnswer answer;
            try {
                answer = follow(method, address, headers);
            } catch (HubFault e) {
                if (isLast || !e.isPassing()) {
                    throw e;
                }
                pause(e.clause(), growing(attempt));
                continue;
            }
            if (!BUSY.contains(answer.status())) {
                return answer;
            }
            answer.close();
            Duration wait = wait(answer, attempt);
            if (isLast) {
                throw HubFault.lasting(busy(answer) + ", also at the last of " + MOST_ATTEMPTS + " attempts");
            }
            pause(busy(answer), wait);
        }
    }

    /** 1, 2, 4, … seconds. */
    static Duration growing(int attempt) {
        return Duration.ofSeconds(1L << (attempt - 1));
    }

    private static String busy(HubAnswer answer) {
        return answer.host() + " answers " + answer.status()
                + (answer.status() == TOO_MANY_REQUESTS ? " (too many requests)" : "");
    }

    private Duration wait(HubAnswer answer, int attempt) throws HubFault {
        Instant now = answer.header("Date").flatMap(RetryAfter::date).orElseGet(pauses::now);
        Optional<Duration> asked = answer.header("Retry-After").flatMap(header -> RetryAfter.parse(header, now));
        Duration longest = access.limits().longestWait();
        if (asked.isPresent() && asked.get().compareTo(longest) > 0) {
            throw HubFault.lasting(busy(answer) + " and asks to wait " + HubFault.seconds(asked.get())
                    + ", more than the " + HubFault.seconds(longest) + " that are waited (in a command --max-wait)");
        }
        return asked.orElse(growing(attempt));
    }

    /** Waits, and says why. */
    void pause(String why, Duration time) throws IOException {
        progress.waiting(why, time);
        try {
            pauses.pause(time);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException();
    }

    private HubAnswer follow(String method, URI first, Map<String, String> headers) throws IOException {
        List<HttpHeaders> redirects = new ArrayList<>();
        URI address = first;
        boolean withToken = true;
        while (true) {
            String host = host(address);
            HubAnswer answer =
                    new HubAnswer(exchange(request(method, address, headers, withToken), host), redirects, host);
            String location = answer.header("Location").orElse("");
            if (!answer.isRedirect() || location.isEmpty()) {
                return answer;
            }
            URI target = target(answer, location);
            boolean isSame = HubAddress.sameServer(target, address);
            if (method.equals("HEAD")
                    && !isSame
                    && answer.header(HubClient.LINKED_TAG).isPresent()) {
                return answer;
            }
            answer.close();
            redirects.add(answer.last().headers());
            if (redirects.size() > MOST_REDIRECTS) {
                throw HubFault.lasting(host(first) + " makes too many redirects, more than " + MOST_REDIRECTS);
            }
            withToken &= isSame;
            address = target;
        }
    }

    private static URI target(HubAnswer answer, String location) throws HubFault {
        String begin = answer.host() + " redirects to ";
        try {
            URI target = HubAddress.resolve(answer.address(), location);
            String wrong = HubAddress.wrong(target);
            if (wrong == null) {
                return target;
            }
            throw HubFault.lasting(begin + "an address of "
                    + HubName.shown(HubAddress.scheme(target) + "://" + HubAddress.host(target))
                    + ", but such an address must " + wrong);
        } catch (IllegalArgumentException e) {
            throw HubFault.lasting(begin + "\"" + HubName.shown(location) + "\", which is no address");
        }
    }

    private HttpRequest request(String method, URI address, Map<String, String> headers, boolean withToken) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .method(method, BodyPublishers.noBody())
                .timeout(access.limits().patience())
                .header("Accept-Encoding", "identity");
        headers.forEach(request::header);
        set(request, "Authorization", withToken ? bearer(address) : null);
        set(
                request,
                "Proxy-Authorization",
                access.proxies().to(address).map(HubProxy::authorization).orElse(null));
        return request.build();
    }

    private @Nullable String bearer(URI address) {
        String token = access.tokenFor(address);
        return token == null ? null : "Bearer " + token;
    }

    private static void set(HttpRequest.Builder request, String name, @Nullable String value) {
        if (value != null) {
            request.header(name, value);
        }
    }

    /** A server as it is reached. */
    private String host(URI address) {
        return HubAddress.server(address)
                + access.proxies()
                        .to(address)
                        .map(proxy -> " through " + proxy.name())
                        .orElse("");
    }

    private HttpResponse<ArrivingBody> exchange(HttpRequest request, String host) throws IOException {
        Duration patience = access.limits().patience();
        try {
            HttpResponse<ArrivingBody> answer = http.send(request, head -> new ArrivingBody(host, patience));
            boolean isOfAProxy = access.proxies().to(request.uri()).isPresent(); // any server can say so
            if (answer.statusCode() == PROXY_WANTS_LOGIN && isOfAProxy) { // it has no body where a tunnel was asked for
                throw HubFault.lasting(
                        host + " was not reached: the proxy wants a name and a password (407); give them as"
                                + " http://NAME:PASSWORD@HOST:PORT in HTTPS_PROXY");
            }
            return answer;
        } catch (HubFault e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            throw HubFault.of(e, host, patience);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }
}
