package io.github.isotherm.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A macro, or the body of a call block, closed over the variables where it was defined. */
final class Macro implements Callable {
    /**
     * What a macro is, apart from its body.
     *
     * @param name its name, null for a call block
     * @param parameters the names of its parameters
     * @param caller whether its body uses {@code caller} without declaring it
     * @param kwargs whether its body uses {@code kwargs}
     * @param varargs whether its body uses {@code varargs}
     */
    record Shape(@Nullable String name, List<String> parameters, boolean caller, boolean kwargs, boolean varargs) {
        String described() {
            return name == null ? "anonymous" : Repr.quote(name);
        }
    }

    /** Runs the body: the parameters' values (missing where not given), then caller, kwargs, varargs if used. */
    @FunctionalInterface
    interface Body {
        String run(List<Object> values);
    }

    private final Shape shape;
    private final Body body;

    Macro(Shape shape, Body body) {
        this.shape = shape;
        this.body = body;
    }

    @Override
    public Object call(Rendering rendering, Arguments arguments) {
        int declared = shape.parameters().size();
        Map<String, Object> named = new LinkedHashMap<>(arguments.named());
        List<Object> values = new ArrayList<>(arguments.positional().subList(0, Math.min(declared, arguments.size())));
        boolean foundCaller = fillFromNames(values, named);
        if (shape.caller() && !foundCaller) {
            Object caller = named.remove("caller");
            boolean none = caller == null || caller == None.NONE;
            values.add(none ? new Undefined("No caller defined") : caller);
        }
        addRest(values, named, arguments, rendering);
        return body.run(values);
    }

    private boolean fillFromNames(List<Object> values, Map<String, Object> named) {
        List<String> parameters = shape.parameters();
        if (values.size() == parameters.size()) {
            return parameters.contains("caller");
        }
        boolean foundCaller = false;
        for (String name : parameters.subList(values.size(), parameters.size())) {
            Object value = named.remove(name);
            values.add(value == null ? Missing.MISSING : value);
            foundCaller |= name.equals("caller");
        }
        return foundCaller;
    }

    private void addRest(List<Object> values, Map<String, Object> named, Arguments arguments, Rendering rendering) {
        int declared = shape.parameters().size();
        if (shape.kwargs()) {
            Dict kwargs = new Dict();
            named.forEach((name, value) -> kwargs.put(name, value, rendering));
            values.add(kwargs);
        } else if (!named.isEmpty()) {
            throw Failure.type(
                    "macro %s takes no keyword argument '%s'",
                    shape.described(), named.keySet().iterator().next());
        }
        if (shape.varargs()) {
            int from = Math.min(declared, arguments.size());
            values.add(new Tuple(new ArrayList<>(arguments.positional().subList(from, arguments.size()))));
        } else if (arguments.size() > declared) {
            throw Failure.type("macro %s takes not more than %d argument(s)", shape.described(), declared);
        }
    }

    Object attribute(String attribute) {
        return switch (attribute) {
            case "name" -> shape.name() == null ? None.NONE : shape.name();
            case "arguments" -> new Tuple(new ArrayList<>(shape.parameters()));
            case "catch_kwargs" -> shape.kwargs();
            case "catch_varargs" -> shape.varargs();
            case "caller" -> shape.caller();
            case "explicit_caller" -> shape.parameters().contains("caller");
            default -> Missing.MISSING;
        };
    }

    @Override
    public String toString() {
        return "<Macro " + shape.described() + ">";
    }
}
