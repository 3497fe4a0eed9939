package io.github.isotherm.sampling;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.IsothermException;
import io.github.isotherm.error.Sentence;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A built-in processor by name: a record whose components are its parameters, with their defaults.
 *
 * <p>Names are snake_case (JSON); the command line writes them kebab-case.
 */
public final class ProcessorType {
    private final String name;
    private final Class<? extends LogitsProcessor> type;
    private final RecordComponent[] components;
    private final List<String> names;
    private final List<@Nullable Object> defaults;

    private ProcessorType(String name, Class<? extends LogitsProcessor> type, List<@Nullable Object> defaults) {
        this.name = name;
        this.type = type;
        this.components = type.getRecordComponents();
        this.names = Stream.of(components).map(ProcessorType::parameter).toList();
        this.defaults = defaults;
        if (components.length != defaults.size()) {
            throw new IllegalArgumentException(name + " needs one default for each parameter");
        }
    }

    /** A type with one default for each record component, null where a value must be given. */
    static ProcessorType of(String name, Class<? extends LogitsProcessor> type, @Nullable Object... defaults) {
        return new ProcessorType(name, type, new ArrayList<>(Arrays.asList(defaults)));
    }

    /**
     * The name.
     *
     * @return snake_case, such as {@code top_k}
     */
    public String name() {
        return name;
    }

    /**
     * The parameters' names.
     *
     * @return snake_case, the one that a lone value sets first
     */
    public List<String> parameters() {
        return names;
    }

    /** snake_case of a record component's camelCase. */
    private static String parameter(RecordComponent component) {
        StringBuilder snake = new StringBuilder();
        for (char c : component.getName().toCharArray()) {
            if (Character.isUpperCase(c)) {
                snake.append('_');
            }
            snake.append(Character.toLowerCase(c));
        }
        return snake.toString();
    }

    boolean makes(LogitsProcessor processor) {
        return type.isInstance(processor);
    }

    /**
     * The default of a parameter.
     *
     * @param parameter its index
     * @return the default, or null where a value must be given
     */
    @Nullable
    Object defaultOf(int parameter) {
        return defaults.get(parameter);
    }

    /** Makes the processor; what is not given takes its default, what is not known is refused. */
    LogitsProcessor create(Map<String, Object> given) {
        refuseUnknown(given);
        Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            arguments[i] = argument(i, given);
        }
        return construct(arguments);
    }

    private void refuseUnknown(Map<String, Object> given) {
        for (String parameter : given.keySet()) {
            if (!names.contains(parameter)) {
                throw unknown(parameter);
            }
        }
    }

    private InvalidValueException unknown(String parameter) {
        return new InvalidValueException(
                names.isEmpty()
                        ? Sentence.of(
                                "chain.takes-none",
                                "{processor} has no parameter \"{parameter}\"; it takes none.",
                                "processor",
                                ChainText.kebab(name),
                                "parameter",
                                parameter)
                        : Sentence.of(
                                "chain.unknown-parameter",
                                "{processor} has no parameter \"{parameter}\"; it takes {known}.",
                                "processor",
                                ChainText.kebab(name),
                                "parameter",
                                parameter,
                                "known",
                                String.join(", ", names)));
    }

    private Object argument(int i, Map<String, Object> given) {
        String parameter = names.get(i);
        Object value = given.containsKey(parameter) ? given.get(parameter) : defaults.get(i);
        if (value == null) {
            throw new InvalidValueException(Sentence.of(
                    "chain.needs-parameter",
                    "{processor} needs the parameter \"{parameter}\"; give it a value.",
                    "processor",
                    ChainText.kebab(name),
                    "parameter",
                    parameter));
        }
        return ParameterValue.convert(
                ChainText.kebab(name) + "'s " + parameter,
                value,
                components[i].getGenericType().getTypeName());
    }

    private LogitsProcessor construct(Object[] arguments) {
        Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<? extends LogitsProcessor> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IsothermException refused) {
                throw refused;
            }
            throw new IllegalStateException(name, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(name, e);
        }
    }

    /** All parameters of a processor of this type, in order. */
    Map<String, Object> parametersOf(LogitsProcessor processor) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (RecordComponent component : components) {
            try {
                values.put(parameter(component), component.getAccessor().invoke(processor));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(name, e);
            }
        }
        return values;
    }
}
