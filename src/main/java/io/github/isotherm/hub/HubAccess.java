package io.github.isotherm.hub;

import io.github.isotherm.error.InvalidValueException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the hub.
 *
 * @param endpoint its address: http or https, perhaps with a path (a mirror's), without a slash at the end
 * @param token what identifies the user, or null; sent to the endpoint's own scheme, host and port alone, and only where those
 *     are https or this machine's own
 * @param offline whether no network may be used
 * @param proxies which proxy leads where
 * @param limits how long to wait
 */
public record HubAccess(
        URI endpoint, @Nullable String token, boolean offline, ProxyRoute proxies, DownloadLimits limits) {
    private static final String USUAL = "https://huggingface.co";
    private static final List<String> YES = List.of("1", "true", "yes", "on");
    private static final List<String> NO = List.of("", "0", "false", "no", "off");

    /**
     * Checks.
     *
     * @throws InvalidValueException when the endpoint is none, or the token cannot be one
     */
    public HubAccess {
        String wrong = HubAddress.wrong(endpoint);
        if (wrong == null && (endpoint.getRawQuery() != null || endpoint.getRawFragment() != null)) {
            wrong = "hold no \"?\" and no \"#\"";
        }
        if (wrong != null) {
            throw new InvalidValueException(
                    "HF_ENDPOINT " + told(endpoint) + "must " + wrong + "; an example is " + USUAL + ".");
        }
        endpoint = URI.create(endpoint.toString().replaceFirst("/+$", ""));
        token = token == null ? null : HubToken.checked("The hub's token", token);
    }

    /**
     * With the JVM's own proxies and the usual limits.
     *
     * @param endpoint its address, perhaps with a path
     * @param token what identifies the user, or null
     * @param offline whether no network may be used
     */
    public HubAccess(URI endpoint, @Nullable String token, boolean offline) {
        this(endpoint, token, offline, ProxyRoute.OF_THE_JVM, DownloadLimits.USUAL);
    }

    /**
     * As the environment says: {@code HF_ENDPOINT}, {@code HF_TOKEN}, {@code HF_TOKEN_PATH}, {@code HF_HOME}, {@code
     * HF_HUB_OFFLINE}, and the proxies that {@link ProxyRoute} knows.
     *
     * @param environment the variables
     * @param home the user's home folder, where a token may be stored
     * @return how to reach the hub
     * @throws InvalidValueException when the endpoint is no address, the token cannot be one, or it is not said clearly whether
     *     the network may be used
     * @throws io.github.isotherm.error.ModelException when the file of the token cannot be read
     */
    public static HubAccess of(Map<String, String> environment, Path home) {
        return new HubAccess(
                endpoint(environment.getOrDefault("HF_ENDPOINT", "").strip()),
                HubToken.find(environment, home),
                isOffline(environment.getOrDefault("HF_HUB_OFFLINE", "")),
                ProxyRoute.of(environment),
                DownloadLimits.USUAL);
    }

    /** Who asks for no network must not get it for another word. */
    private static boolean isOffline(String said) {
        String word = said.strip().toLowerCase(Locale.ROOT);
        if (!YES.contains(word) && !NO.contains(word)) {
            throw new InvalidValueException(
                    "HF_HUB_OFFLINE is \"" + HubName.shown(said)
                            + "\" but must be 1, true, yes or on where no network may be used, else 0, false, no, off or nothing.");
        }
        return YES.contains(word);
    }

    private static URI endpoint(String named) {
        try {
            return new URI(named.isEmpty() ? USUAL : named);
        } catch (URISyntaxException e) {
            String shown = named.contains("@") ? "" : "is \"" + HubName.shown(named) + "\" but ";
            throw new InvalidValueException("HF_ENDPOINT " + shown + "must be an address such as " + USUAL + ".");
        }
    }

    /** Where it holds a password, it is not shown. */
    private static String told(URI endpoint) {
        boolean secret = endpoint.toString().contains("@");
        return secret ? "" : "is \"" + HubName.shown(endpoint.toString()) + "\" but ";
    }

    /**
     * The same with other limits.
     *
     * @param other how long to wait
     * @return how to reach the hub
     */
    public HubAccess with(DownloadLimits other) {
        return new HubAccess(endpoint, token, offline, proxies, other);
    }

    /** The token, where an address may be told it. */
    @Nullable
    String tokenFor(URI address) {
        boolean safe = HubAddress.isSecure(address) || HubAddress.isLoopback(address);
        return safe && HubAddress.sameServer(address, endpoint) ? token : null;
    }

    /** The token stays out of logs. */
    @Override
    public String toString() {
        return "HubAccess[" + endpoint + (token == null ? "" : ", with a token") + (offline ? ", offline]" : "]");
    }
}
