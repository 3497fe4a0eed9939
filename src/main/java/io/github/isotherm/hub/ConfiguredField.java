package io.github.isotherm.hub;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a file says about how to generate, under one name.
 *
 * @param value what Java makes of its JSON: {@link Number}, {@link Boolean}, {@link String}, {@link List}, {@link Map};
 *     null where the file says null
 * @param file the file that says so
 */
public record ConfiguredField(@Nullable Object value, Path file) {
    /**
     * The value as JSON has it.
     *
     * @return one line
     */
    public String text() {
        return text(value);
    }

    private static String text(@Nullable Object value) {
        if (value instanceof String string) {
            return '"' + string.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"") + '"';
        }
        if (value instanceof List<?> list) {
            return list.stream().map(ConfiguredField::text).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> text(entry.getKey()) + ": " + text(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return String.valueOf(value);
    }
}
