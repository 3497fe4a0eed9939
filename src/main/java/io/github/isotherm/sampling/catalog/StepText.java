package io.github.isotherm.sampling.catalog;

import io.github.isotherm.error.Checks;
import io.github.isotherm.grammar.schema.JsonText;
import io.github.isotherm.sampling.ChainStep;
import io.github.isotherm.sampling.Spelling;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes a step of a chain so that {@link ChainReader} reads it back. */
final class StepText {
    private StepText() {}

    /** The text of a step of a type, or of one that the catalog does not know: code is such a one, whatever its name. */
    static String of(ChainStep step, @Nullable ProcessorType named) {
        String name = Spelling.kebab(step.name());
        ProcessorType type = named != null && isMadeBy(named, step) ? named : null;
        Map<String, Object> shown = type == null ? new TreeMap<>(step.parameters()) : shown(step, type);
        if (shown.isEmpty()) {
            return name;
        }
        Map.Entry<String, Object> first = shown.entrySet().iterator().next();
        if (shown.size() == 1 && isLone(first.getKey(), type)) {
            return name + "=" + value(first.getValue());
        }
        return shown.entrySet().stream()
                .map(entry -> Spelling.kebab(entry.getKey()) + "=" + value(entry.getValue()))
                .collect(Collectors.joining(", ", name + "(", ")"));
    }

    private static boolean isMadeBy(ProcessorType type, ChainStep step) {
        return step.parameters().keySet().containsAll(type.parameterNames());
    }

    private static boolean isLone(String parameter, @Nullable ProcessorType type) {
        return type == null
                ? parameter.equals(ProcessorCatalog.LONE_VALUE)
                : type.parameterNames().get(0).equals(parameter);
    }

    /** The first parameter, and those that differ from their defaults. */
    private static Map<String, Object> shown(ChainStep step, ProcessorType type) {
        Map<String, Object> shown = new LinkedHashMap<>();
        for (Parameter parameter : type.parameters()) {
            Object value = Objects.requireNonNull(step.parameters().get(parameter.name()));
            Object usual = parameter.initial();
            if (shown.isEmpty() || usual == null || !value(value).equals(value(usual))) {
                shown.put(parameter.name(), value);
            }
        }
        return shown;
    }

    static String value(Object value) {
        if (value instanceof Double number) {
            return number == Double.NEGATIVE_INFINITY ? "-inf" : Checks.number(number);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(StepText::value).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey() + ": " + value(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof JsonText json) {
            return value(json.json());
        }
        if (value instanceof Enum<?> constant) {
            return value(ParameterValue.name(constant));
        }
        if (value instanceof Record form && isOneOfSeveral(form.getClass())) {
            return value(valueOf(form.getClass().getRecordComponents()[0], form));
        }
        if (value instanceof Record entry) {
            return Stream.of(entry.getClass().getRecordComponents())
                    .map(component -> component.getName() + ": " + value(valueOf(component, entry)))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof String string) {
            return '"' + QuotedText.escaped(string) + '"';
        }
        return String.valueOf(value);
    }

    /** A form of a sealed interface is written as what it holds. */
    private static boolean isOneOfSeveral(Class<?> form) {
        return Stream.of(form.getInterfaces()).anyMatch(Class::isSealed);
    }

    private static Object valueOf(RecordComponent component, Record entry) {
        try {
            return component.getAccessor().invoke(entry);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component.getName(), e);
        }
    }
}
