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
 * @param parameters the JSON schema of its arguments, an object's, in order; what the model is told
 * @param held the schema that arguments are held to: the same, or a narrower one
 */
public record Tool(String name, String description, Map<String, ?> parameters, Map<String, ?> held) {
    /** Says nothing of its arguments. */
    static final Tool UNTYPED = new Tool("untyped", "", Map.of());

    /** Checks the name; copies the schemas' first level. */
    public Tool {
        if (name.isBlank()) {
            throw new InvalidValueException("A tool has no name; give it one.");
        }
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        held = Collections.unmodifiableMap(new LinkedHashMap<>(held));
    }

    /**
     * A tool whose arguments are held to what is told.
     *
     * @param name its name, not blank
     * @param description what it is for; may be empty
     * @param parameters the JSON schema of its arguments, an object's, in order
     */
    public Tool(String name, String description, Map<String, ?> parameters) {
        this(name, description, parameters, parameters);
    }

    /** As chat templates read it. */
    Map<String, Object> described() {
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", name);
        function.put("description", description);
        function.put("parameters", parameters);
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("type", "function");
        described.put("function", function);
        return described;
    }

    /** Whether the schema knows an argument. */
    boolean names(String argument) {
        return parameters.get("properties") instanceof Map<?, ?> properties && properties.containsKey(argument);
    }
}
