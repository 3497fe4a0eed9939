package io.github.isotherm.wire;

import io.github.isotherm.error.Checks;
import io.github.isotherm.error.Fault;
import io.github.isotherm.error.IsothermException;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a server of isotherm's listens.
 *
 * @param host a name or an address of this computer
 * @param port from 0 (any free one) to 65535
 */
public record ListenAddress(String host, int port) {
    /** What only this computer can reach. */
    public static final String LOOPBACK = "127.0.0.1";

    private static final int LAST_PORT = 65535;
    private static final int HTTP_PORT = 80;

    /** Checks the port and looks the host up. */
    public ListenAddress {
        if (port < 0 || port > LAST_PORT) {
            throw Checks.invalid("--port", Integer.toString(port), "from 0 (any free one) to " + LAST_PORT);
        }
        address(host);
    }

    /**
     * The host, looked up.
     *
     * @return its address
     */
    public InetAddress address() {
        return address(host);
    }

    /**
     * Whether other computers can reach it.
     *
     * @return false for the loopback
     */
    public boolean isOpenToOthers() {
        return !address().isLoopbackAddress();
    }

    /**
     * The host as an address names it.
     *
     * @return an IPv6 one in brackets; the loopback for an address that stands for all
     */
    public String inAddress() {
        InetAddress address = address();
        if (address.isAnyLocalAddress()) {
            return address instanceof Inet6Address ? "[::1]" : LOOPBACK;
        }
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    /**
     * Host and port as a browser writes them in an address and in its Host header.
     *
     * @param actualPort the port that is listened on
     * @return without the port that is usual
     */
    public String authority(int actualPort) {
        return authority(inAddress(), actualPort);
    }

    /**
     * All that a Host header may say to name this computer.
     *
     * @param actualPort the port that is listened on
     * @return in small letters
     */
    public Set<String> ownAuthorities(int actualPort) {
        return Stream.of(LOOPBACK, "localhost", "[::1]", inAddress())
                .map(each -> authority(each.toLowerCase(Locale.ROOT), actualPort))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The sentence for a port that cannot be listened on: in use, or not for everybody.
     *
     * @param e what the system said
     * @return the error to throw
     */
    public IsothermException unusable(IOException e) {
        return new IsothermException(
                "Port " + port + " on " + host + " cannot be used (" + Fault.reason(e)
                        + "); choose another one with --port, or --port 0 for any free one.",
                e);
    }

    private static String authority(String host, int port) {
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
