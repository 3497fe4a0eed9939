package io.github.isotherm.chat;

import io.github.isotherm.error.InvalidValueException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a model may call.
 *
 * @param name its name, not blank
 * @param description what it is for; may be empty
 * @param parameters the JSON schema of its arguments, an object's, in order
 */
public record Tool(String name, String description, Map<String, ?> parameters) {
    /** Says nothing of its arguments. */
    static final Tool UNTYPED = new Tool("untyped", "", Map.of());

    /** Checks the name; copies the schema's first level. */
    public Tool {
        if (name.isBlank()) {
            throw new InvalidValueException("A tool has no name; give it one.");
        }
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** Whether the schema knows an argument. */
    boolean names(String argument) {
        return parameters.get("properties") instanceof Map<?, ?> properties && properties.containsKey(argument);
    }
}
