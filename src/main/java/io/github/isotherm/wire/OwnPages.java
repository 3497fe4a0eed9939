package io.github.isotherm.wire;

import io.github.isotherm.error.Sentence;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a browser may ask for: the Host header must name this computer (a foreign name that resolves to 127.0.0.1 is DNS
 * rebinding) unless a secret is asked for, and an Origin header must be the same.
 *
 * @param hosts what a Host header may be, in small letters
 * @param secret whether requests bring one, which no other site can
 */
public record OwnPages(Set<String> hosts, boolean secret) {
    /** Copies the set. */
    public OwnPages {
        hosts = Set.copyOf(hosts);
    }

    /**
     * What is wrong with a request that another site may have made this browser send.
     *
     * @param hostHeader as it came, empty where there is none
     * @param originHeader as it came, empty where there is none
     * @return empty for a request to serve
     */
    public Optional<Sentence> refusal(String hostHeader, String originHeader) {
        String host = hostHeader.toLowerCase(Locale.ROOT);
        if (!secret && !hosts.contains(host)) {
            return Optional.of(Sentence.of(
                    "request.host",
                    "The request names the host \"{host}\" but must name this computer, such as 127.0.0.1.",
                    "host",
                    host));
        }
        String origin = originHeader.toLowerCase(Locale.ROOT);
        if (!origin.isEmpty() && !origin.equals("http://" + host) && !origin.equals("https://" + host)) {
            return Optional.of(Sentence.of(
                    "request.origin", "The request comes from a page of another site; open this server's own."));
        }
        return Optional.empty();
    }
}
