package io.github.isotherm.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.regex.Pattern;

/** How this project reads JSON: one whole value; a key that comes twice, or anything after the value, is an error. */
public final class StrictJson {
    /** What JSON may have at most; a stranger wrote it. */
    static final String LIMITS =
            "it may have 1,000 brackets in each other, numbers of 1,000 digits, keys of 50,000 and texts of 20,000,000 characters";

    /** Reads so. */
    public static final JsonMapper READER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Where the parser says that something begins, with its own settings. */
    private static final Pattern PLACE =
            Pattern.compile(" \\([a-zA-Z ]+ at \\[Source: [^\\]]*line: (\\d+), column: (\\d+)]\\)");

    private StrictJson() {}

    /**
     * Why it cannot be read: the parser's own words, or the limit.
     *
     * @param e what the reader threw
     * @return a phrase on one line
     */
    public static String reason(JsonProcessingException e) {
        if (e instanceof StreamConstraintsException) {
            return "it is too large: " + LIMITS;
        }
        String said = e.getOriginalMessage().lines().findFirst().orElse("it cannot be read");
        if (said.startsWith("Trailing token")) {
            return "something follows the value";
        }
        String line = PLACE.matcher(said.replaceAll(": enable `[^`]*` to allow", ""))
                .replaceAll(" (which begins in line $1, column $2)")
                .strip();
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }
}
