package io.github.isotherm.hub;

import io.github.isotherm.error.InvalidValueException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which proxy leads to an address. This machine's own addresses ({@code localhost}, {@code 127.x.x.x}, {@code ::1}) are always
 * reached without one, so that a token for them stays on the machine. Elsewhere the JVM's settings come first ({@code
 * https.proxyHost}, {@code https.proxyPort}, {@code http.nonProxyHosts}, or the {@link ProxySelector} that a host application
 * installed), then the variables {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY}, each in
 * small letters before capital ones.
 *
 * @param variables the environment variables that were named here, by their names in small letters; others are ignored
 */
public record ProxyRoute(Map<String, String> variables) {
    /** The JVM's settings alone. */
    public static final ProxyRoute OF_THE_JVM = new ProxyRoute(Map.of());

    private static final List<String> NAMES = List.of("https_proxy", "http_proxy", "all_proxy", "no_proxy");
    private static final int USUAL_PORT = 80;

    /** Copies the variables. */
    public ProxyRoute {
        variables = Map.copyOf(variables);
    }

    /**
     * As the environment says.
     *
     * @param environment the variables
     * @return the route
     */
    public static ProxyRoute of(Map<String, String> environment) {
        Map<String, String> named = new HashMap<>();
        for (String name : NAMES) {
            String value = environment.getOrDefault(name, environment.getOrDefault(name.toUpperCase(Locale.ROOT), ""));
            if (!value.isBlank()) {
                named.put(name, value.strip());
            }
        }
        return new ProxyRoute(named);
    }

    /** Variables may hold passwords. */
    @Override
    public String toString() {
        return "ProxyRoute" + variables.keySet();
    }

    /** The proxy to an address; empty where it is reached directly. */
    Optional<HubProxy> to(URI address) {
        if (HubAddress.isLoopback(address)) {
            return Optional.empty();
        }
        boolean isSet = !System.getProperty(HubAddress.scheme(address) + ".proxyHost", "")
                .isBlank();
        Optional<HubProxy> ofTheJvm = ofTheJvm(address);
        return isSet || ofTheJvm.isPresent() ? ofTheJvm : named(address);
    }

    /** The same as the JDK's client asks for it. */
    ProxySelector selector() {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI address) {
                return List.of(to(address).map(ProxyRoute::proxy).orElse(Proxy.NO_PROXY));
            }

            @Override
            public void connectFailed(URI address, SocketAddress proxy, IOException failure) {
                // Told by the request that failed.
            }
        };
    }

    private static Proxy proxy(HubProxy proxy) {
        return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.host(), proxy.port()));
    }

    private static Optional<HubProxy> ofTheJvm(URI address) {
        ProxySelector selector = ProxySelector.getDefault();
        List<Proxy> proxies = selector == null ? List.of() : selector.select(address);
        Proxy first = proxies.isEmpty() ? Proxy.NO_PROXY : proxies.get(0);
        if (first.type() == Proxy.Type.SOCKS) {
            throw new InvalidValueException("The JVM's settings name a SOCKS proxy for " + HubAddress.server(address)
                    + ", which downloads cannot use; set https.proxyHost and https.proxyPort to an HTTP proxy.");
        }
        return first.address() instanceof InetSocketAddress place
                ? Optional.of(new HubProxy(place.getHostString(), place.getPort(), "the JVM's settings", null))
                : Optional.empty();
    }

    private Optional<HubProxy> named(URI address) {
        String own = HubAddress.scheme(address) + "_proxy";
        String name = variables.containsKey(own) ? own : "all_proxy";
        String value = variables.get(name);
        return value == null || isExcepted(address) ? Optional.empty() : Optional.of(parsed(name, value));
    }

    private static HubProxy parsed(String variable, String value) {
        String name = variable.toUpperCase(Locale.ROOT);
        try {
            URI address = new URI(value.contains("://") ? value : "http://" + value);
            if (HubAddress.scheme(address).equals("http") && address.getHost() != null && isPort(address.getPort())) {
                int port = address.getPort() < 0 ? USUAL_PORT : address.getPort();
                return new HubProxy(address.getHost(), port, name, address.getUserInfo());
            }
        } catch (URISyntaxException e) {
            // Its message repeats the value, which may hold a password.
        }
        throw new InvalidValueException(
                name + " must be the address of an HTTP proxy, such as http://proxy.example:3128; correct it,"
                        + " or unset it to download without a proxy.");
    }

    private static boolean isPort(int port) {
        return port != 0 && port <= 65_535;
    }

    private boolean isExcepted(URI address) {
        for (String exception : variables.getOrDefault("no_proxy", "").split("[,\\s]+", -1)) {
            if (HostPattern.matches(exception.toLowerCase(Locale.ROOT), address)) {
                return true;
            }
        }
        return false;
    }
}
