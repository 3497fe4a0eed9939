package io.github.isotherm.hub;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.files.NamedPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What identifies the user to the hub: where it is kept, and what may be one. It is in no message. */
final class HubToken {
    private static final Pattern VISIBLE = Pattern.compile("[!-~]{1,4096}");
    private static final int LONGEST_FILE = 8192;

    private HubToken() {}

    /** As the environment and the file of the hub's own tools say; null where there is none. */
    static @Nullable String find(Map<String, String> environment, Path home) {
        String given = environment.getOrDefault("HF_TOKEN", "");
        if (!given.isEmpty()) {
            return checked("HF_TOKEN", given);
        }
        Path file = file(environment, home);
        String kept = Files.isRegularFile(file) ? read(file) : "";
        return kept.isEmpty() ? null : checked("The token in " + file, kept);
    }

    /** The token, which has no line breaks, spaces or other characters that a header cannot hold. */
    static String checked(String name, String token) {
        if (!VISIBLE.matcher(token).matches()) {
            throw new InvalidValueException(
                    name + " must be 1 to 4096 visible ASCII characters, without spaces, line breaks or control"
                            + " characters, also at its ends; copy it again from the hub's settings.");
        }
        return token;
    }

    private static Path file(Map<String, String> environment, Path home) {
        String named = environment.getOrDefault("HF_TOKEN_PATH", "");
        String hub = environment.getOrDefault("HF_HOME", "");
        if (!named.isBlank()) {
            return NamedPath.of("HF_TOKEN_PATH", named);
        }
        Path folder = hub.isBlank() ? home.resolve(".cache").resolve("huggingface") : NamedPath.of("HF_HOME", hub);
        return folder.resolve("token");
    }

    /** Editors and shells end a file with a line break, which is none of the token's. */
    private static String read(Path file) {
        try {
            if (Files.size(file) > LONGEST_FILE) {
                throw new IOException("it has " + Files.size(file) + " bytes, which is too long for a token");
            }
            return Files.readString(file).replaceFirst("[\\r\\n]+$", "");
        } catch (IOException e) {
            throw new ModelException("The token in " + file + " cannot be read; set HF_TOKEN instead.", e);
        }
    }
}
