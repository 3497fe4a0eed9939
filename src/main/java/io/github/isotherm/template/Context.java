package io.github.isotherm.template;

import java.util.HashMap;
import java.util.Map;

/** The names a template starts with, and those its top level has set since. */
final class Context {
    private final Map<String, ?> variables;
    private final Map<String, Object> known;
    private final Map<String, Object> set = new HashMap<>();
    private final Rendering rendering;

    Context(Map<String, ?> variables, Rendering rendering) {
        this(variables, new HashMap<>(), rendering);
    }

    private Context(Map<String, ?> variables, Map<String, Object> known, Rendering rendering) {
        this.variables = variables;
        this.known = known;
        this.rendering = rendering;
    }

    /** The value of a name, or missing. Variables of the caller are converted when first used. */
    Object resolve(String name) {
        Object own = set.get(name);
        if (own == null) {
            own = known.get(name);
        }
        if (own == null) {
            own = variables.containsKey(name)
                    ? Values.of(variables.get(name), rendering)
                    : Globals.ALL.getOrDefault(name, Missing.MISSING);
            known.put(name, own);
        }
        return own;
    }

    void set(String name, Object value) {
        set.put(name, value);
    }

    /** A context that sees some local variables too, for a scoped block. */
    Context derived(Map<String, Object> locals) {
        Map<String, Object> all = new HashMap<>(known);
        all.putAll(set);
        locals.forEach((name, value) -> {
            if (!Missing.is(value)) {
                all.put(name, value);
            }
        });
        return new Context(variables, all, rendering);
    }
}
