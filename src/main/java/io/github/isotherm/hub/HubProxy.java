package io.github.isotherm.hub;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A server that speaks to others for this one.
 *
 * @param host its name
 * @param port its port
 * @param setting what named it
 * @param login {@code NAME:PASSWORD}, or null
 */
record HubProxy(
        String host, int port, String setting, @Nullable String login) {
    /** As it may be shown. */
    String name() {
        return "the proxy " + HubName.shown(host) + ":" + port + " (" + setting + ")";
    }

    /** The value of the header {@code Proxy-Authorization}, or null. */
    @Nullable
    String authorization() {
        return login == null
                ? null
                : "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }

    /** The login stays out of logs. */
    @Override
    public String toString() {
        return name();
    }
}
