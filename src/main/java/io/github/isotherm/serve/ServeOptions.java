package io.github.isotherm.serve;

import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.wire.ListenAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the server serves.
 *
 * @param listen where it listens
 * @param keys one of them must be brought, as {@code Authorization: Bearer KEY}; none where only this computer can ask
 * @param origin the site whose pages may ask too, such as {@code https://example.org}; {@code *}: every site's; null: none but
 *     its own address
 * @param timeout how long a request may take, or null for as long as it needs
 * @param drain how long requests may go on when the server closes, ≥ 0
 * @param processed whether log-probabilities are those of the distribution drawn from; false: of the model's own
 * @param verbose whether the log has bodies
 * @param limits what connections may take
 */
public record ServeOptions(
        ListenAddress listen,
        List<String> keys,
        @Nullable String origin,
        @Nullable Duration timeout,
        Duration drain,
        boolean processed,
        boolean verbose,
        ConnectionLimits limits) {
    /** The port it listens on unless told otherwise. */
    public static final int PORT = 8080;

    /** How many seconds requests may go on when the server closes, unless told otherwise. */
    public static final int DRAIN_SECONDS = 30;

    private static final int LEAST_KEY = 16;
    private static final String ALL = "*";

    /** Checks the ranges, and that others cannot ask without a key. */
    public ServeOptions {
        keys = List.copyOf(keys);
        keys.forEach(key -> checkKey("--api-key", key));
        if (keys.isEmpty() && listen.isOpenToOthers()) {
            throw new InvalidValueException("--host is " + listen.host()
                    + ", which other computers can reach, so an --api-key of at least " + LEAST_KEY
                    + " characters must be given; leave --host out to stay on this one.");
        }
        if (keys.isEmpty() && ALL.equals(origin)) {
            throw new InvalidValueException("--cors is *, with which every page that a browser here shows could use the"
                    + " models, so an --api-key must be given; name one site instead, or give a key.");
        }
        if (origin != null && !ALL.equals(origin) && !isOrigin(origin)) {
            throw Checks.invalid("--cors", "\"" + origin + "\"", "* or a site such as https://example.org");
        }
        if (timeout != null && (timeout.isNegative() || timeout.isZero())) {
            throw Checks.invalid("--timeout", timeout.toString(), "above 0");
        }
        if (drain.isNegative()) {
            throw Checks.invalid("--drain", drain.toString(), "at least 0");
        }
    }

    /**
     * On this computer alone, without a key, a limit of time or bodies in the log.
     *
     * @param listen where it listens
     * @return the defaults
     */
    public static ServeOptions at(ListenAddress listen) {
        return at(listen, List.of());
    }

    /**
     * The defaults, with keys.
     *
     * @param listen where it listens
     * @param keys one of them must be brought
     * @return the defaults
     */
    public static ServeOptions at(ListenAddress listen, List<String> keys) {
        return new ServeOptions(
                listen, keys, null, null, Duration.ofSeconds(DRAIN_SECONDS), false, false, ConnectionLimits.defaults());
    }

    /**
     * These options with another site whose pages may ask.
     *
     * @param site such as {@code https://example.org}, or {@code *}, or null
     * @return a copy
     */
    public ServeOptions withOrigin(@Nullable String site) {
        return new ServeOptions(listen, keys, site, timeout, drain, processed, verbose, limits);
    }

    /**
     * These options with another limit of time.
     *
     * @param limit above 0, or null
     * @return a copy
     */
    public ServeOptions withTimeout(@Nullable Duration limit) {
        return new ServeOptions(listen, keys, origin, limit, drain, processed, verbose, limits);
    }

    /**
     * These options with another time to end in.
     *
     * @param limit ≥ 0
     * @return a copy
     */
    public ServeOptions withDrain(Duration limit) {
        return new ServeOptions(listen, keys, origin, timeout, limit, processed, verbose, limits);
    }

    /**
     * These options with the log-probabilities of the distribution drawn from, or of the model's own.
     *
     * @param value false by default
     * @return a copy
     */
    public ServeOptions withProcessed(boolean value) {
        return new ServeOptions(listen, keys, origin, timeout, drain, value, verbose, limits);
    }

    /**
     * These options with bodies in the log, or without.
     *
     * @param value false by default
     * @return a copy
     */
    public ServeOptions withVerbose(boolean value) {
        return new ServeOptions(listen, keys, origin, timeout, drain, processed, value, limits);
    }

    /**
     * These options with other numbers of connections.
     *
     * @param all at once, ≥ 1
     * @param perAddress of one address at once, ≥ 1
     * @return a copy
     */
    public ServeOptions withConnections(int all, int perAddress) {
        return withLimits(limits.withConnections(all, perAddress));
    }

    /**
     * These options with another length of a request's body.
     *
     * @param bytes ≥ 1
     * @return a copy
     */
    public ServeOptions withBodyBytes(int bytes) {
        return withLimits(limits.withBodyBytes(bytes, Math.max(bytes, limits.allBodyBytes())));
    }

    ServeOptions withLimits(ConnectionLimits value) {
        return new ServeOptions(listen, keys, origin, timeout, drain, processed, verbose, value);
    }

    /**
     * Refuses what cannot be a key.
     *
     * @param name what it is called where it was given
     * @param key one of them
     * @throws InvalidValueException when it is too short, or cannot travel in a header
     */
    public static void checkKey(String name, String key) {
        if (key.length() < LEAST_KEY) {
            throw Checks.invalid(
                    name, "of " + key.length() + " characters", "at least " + LEAST_KEY + " characters long");
        }
        if (!key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw Checks.invalid(
                    name,
                    "a text with blanks or letters beyond ASCII",
                    "made of visible ASCII characters, as it travels in a header");
        }
    }

    private static boolean isOrigin(String text) {
        try {
            URI site = URI.create(text);
            return ("http".equals(site.getScheme()) || "https".equals(site.getScheme()))
                    && site.getHost() != null
                    && site.getRawPath().isEmpty()
                    && site.getRawQuery() == null
                    && site.getRawUserInfo() == null
                    && site.getRawFragment() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
