package io.github.isotherm.hub;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Addresses of the network: which are allowed, which are one server's, which this machine's own. */
final class HubAddress {
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int LAST_PORT = 65_535;

    private HubAddress() {}

    /** Why nothing can be asked of an address, or null: what it must be, completing "must be …". */
    static @Nullable String wrong(URI address) {
        String scheme = scheme(address);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            return "begin with https:// or http://";
        }
        if (address.getHost() == null || address.getPort() > LAST_PORT || address.getPort() == 0) {
            return "name a host, and a port from 1 to 65535 where it names one";
        }
        return address.getRawUserInfo() == null ? null : "hold no user name and no password";
    }

    /**
     * What a reference means where it stands (RFC 3986, section 5.2): {@link URI#resolve(URI)} follows an older one, by which a
     * query alone loses the last step of the path.
     *
     * @throws IllegalArgumentException when it is none
     */
    static URI resolve(URI base, String reference) {
        return base.resolve(reference.startsWith("?") ? base.getRawPath() + reference : reference);
    }

    static boolean isSecure(URI address) {
        return scheme(address).equals("https");
    }

    static boolean isLoopback(URI address) {
        return LOOPBACK.matcher(host(address)).matches();
    }

    /** Scheme, host and port are the same, the usual port being that of the scheme. */
    static boolean sameServer(URI one, URI other) {
        return server(one).equals(server(other));
    }

    /** Scheme, host and port: what may be shown, as paths and queries may hold secrets. */
    static String server(URI address) {
        int port = port(address);
        boolean usual = port == (isSecure(address) ? HTTPS : HTTP);
        return scheme(address) + "://" + host(address) + (usual ? "" : ":" + port);
    }

    static int port(URI address) {
        return address.getPort() >= 0 ? address.getPort() : isSecure(address) ? HTTPS : HTTP;
    }

    static String scheme(URI address) {
        return address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
    }

    static String host(URI address) {
        return address.getHost() == null ? "" : address.getHost().toLowerCase(Locale.ROOT);
    }
}
