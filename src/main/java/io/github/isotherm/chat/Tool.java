package io.github.isotherm.chat;

import io.github.isotherm.error.InvalidValueException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a model may call.
 *
 * @param name its name, not blank
 * @param description what it is for; may be empty
 * @param parameters the JSON schema of its arguments, an object's, in order; what the model is told
 * @param held the schema that arguments are held to: the same, or a narrower one; where it says
 *     nothing of members, there are none
 */
public record Tool(String name, String description, Map<String, ?> parameters, Map<String, ?> held) {
    private static final Set<String> ABOUT_NOTHING =
            Set.of("type", "properties", "required", "description", "title", "$schema");
    private static final Map<String, Object> NO_ARGUMENTS =
            Map.of("type", "object", "properties", Map.of(), "additionalProperties", false);

    /** Says nothing of its arguments. */
    static final Tool UNTYPED = new Tool("untyped", "", Map.of());

    /** Checks the name; copies the schemas' first level. */
    public Tool {
        if (name.isBlank()) {
            throw new InvalidValueException("A tool has no name; give it one.");
        }
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        held = Collections.unmodifiableMap(takesNone(held) ? NO_ARGUMENTS : new LinkedHashMap<>(held));
    }

    /** An object's schema that says nothing of members: a tool without parameters. */
    private static boolean takesNone(Map<String, ?> schema) {
        return ABOUT_NOTHING.containsAll(schema.keySet())
                && (!(schema.get("properties") instanceof Map<?, ?> properties) || properties.isEmpty());
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
}
