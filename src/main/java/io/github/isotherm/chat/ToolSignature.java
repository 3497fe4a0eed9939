package io.github.isotherm.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A tool as one line of code that models know how to read: {@code weather(city: string, days?: integer): what it will be like}. */
final class ToolSignature {
    private ToolSignature() {}

    static String of(Tool tool) {
        List<String> parameters = new ArrayList<>();
        Set<?> required = tool.parameters().get("required") instanceof List<?> names ? Set.copyOf(names) : Set.of();
        if (tool.parameters().get("properties") instanceof Map<?, ?> properties) {
            properties.forEach((name, schema) -> parameters.add(
                    name + (required.contains(name) ? ": " : "?: ") + TypeShape.of(tool.parameters(), schema)));
        }
        String description = tool.description().strip();
        return tool.name() + "(" + String.join(", ", parameters) + ")"
                + (description.isEmpty() ? "" : ": " + description);
    }
}
