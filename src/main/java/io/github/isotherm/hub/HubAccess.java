package io.github.isotherm.hub;

import io.github.isotherm.error.ModelException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the hub.
 *
 * @param endpoint its address, without a slash at the end
 * @param token what identifies the user, or null
 * @param offline whether no network may be used
 */
public record HubAccess(URI endpoint, @Nullable String token, boolean offline) {
    private static final String USUAL = "https://huggingface.co";

    /**
     * As the environment says: {@code HF_ENDPOINT}, {@code HF_TOKEN}, {@code HF_TOKEN_PATH}, {@code HF_HOME}, {@code
     * HF_HUB_OFFLINE}.
     *
     * @param environment the variables
     * @param home the user's home folder, where a token may be stored
     * @return how to reach the hub
     * @throws ModelException when the endpoint is no address
     */
    public static HubAccess of(Map<String, String> environment, Path home) {
        String endpoint = environment.getOrDefault("HF_ENDPOINT", "");
        String offline = environment.getOrDefault("HF_HUB_OFFLINE", "");
        String address = endpoint.isBlank() ? USUAL : endpoint.replaceFirst("/+$", "");
        try {
            return new HubAccess(
                    URI.create(address), token(environment, home), offline.equals("1") || offline.equals("true"));
        } catch (IllegalArgumentException e) {
            throw new ModelException(
                    "HF_ENDPOINT is \"" + endpoint + "\" but must be an address such as " + USUAL + ".", e);
        }
    }

    private static @Nullable String token(Map<String, String> environment, Path home) {
        String given = environment.getOrDefault("HF_TOKEN", "");
        if (!given.isBlank()) {
            return given.strip();
        }
        String path = environment.getOrDefault("HF_TOKEN_PATH", "");
        String hub = environment.getOrDefault("HF_HOME", "");
        Path folder = hub.isBlank() ? home.resolve(".cache").resolve("huggingface") : Path.of(hub);
        Path file = path.isBlank() ? folder.resolve("token") : Path.of(path);
        try {
            return Files.isRegularFile(file) ? Files.readString(file).strip() : null;
        } catch (IOException e) {
            throw new ModelException("The token in " + file + " cannot be read; set HF_TOKEN instead.", e);
        }
    }

    /** The token stays out of logs. */
    @Override
    public String toString() {
        return "HubAccess[" + endpoint + (token == null ? "" : ", with a token") + (offline ? ", offline]" : "]");
    }
}
