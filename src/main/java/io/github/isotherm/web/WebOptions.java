package io.github.isotherm.web;

import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.IsothermException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Where the playground listens.
 *
 * @param host a name or an address of this computer
 * @param port from 0 (any free one) to 65535
 * @param token what requests must bring, or null where only this computer can ask
 */
public record WebOptions(String host, int port, @Nullable String token) {
    /** Where it listens unless told otherwise. */
    public static final String LOOPBACK = "127.0.0.1";

    private static final int LEAST_TOKEN = 16;
    private static final int LAST_PORT = 65535;
    private static final int HTTP_PORT = 80;

    /** Checks the ranges, and that others cannot ask without a token. */
    public WebOptions {
        if (port < 0 || port > LAST_PORT) {
            throw Checks.invalid("--port", Integer.toString(port), "from 0 (any free one) to " + LAST_PORT);
        }
        if (token != null && token.length() < LEAST_TOKEN) {
            throw Checks.invalid(
                    "--token", "of " + token.length() + " characters", "at least " + LEAST_TOKEN + " characters long");
        }
        if (token != null && !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw Checks.invalid(
                    "--token",
                    "a text with blanks or letters beyond ASCII",
                    "made of visible ASCII characters, as it travels in a header");
        }
        if (token == null && !address(host).isLoopbackAddress()) {
            throw new InvalidValueException("--host is " + host + ", which other computers can reach, so a --token of"
                    + " at least " + LEAST_TOKEN + " characters must be given; leave --host out to stay on this one.");
        }
    }

    InetAddress address() {
        return address(host);
    }

    /** The host as an address names it: an IPv6 one in brackets; the loopback for an address that stands for all. */
    String hostInAddress() {
        InetAddress address = address();
        if (address.isAnyLocalAddress()) {
            return address instanceof Inet6Address ? "[::1]" : LOOPBACK;
        }
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    /** Host and port as a browser writes them in an address and in its Host header: without the port that is usual. */
    static String authority(String host, int port) {
        return port == HTTP_PORT ? host : host + ":" + port;
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IsothermException(
                    "--host is " + host + " but must be a name or an address of this computer, such as 127.0.0.1.", e);
        }
    }
}
