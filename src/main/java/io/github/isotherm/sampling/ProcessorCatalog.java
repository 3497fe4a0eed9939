package io.github.isotherm.sampling;

import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.Sentence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Processors by name: the built-in ones and those that {@link LogitsProcessorProvider}s bring. */
public final class ProcessorCatalog {
    /** The key of a lone value given to a provider's processor. */
    private static final String LONE_VALUE = "value";

    private final Map<String, LogitsProcessorProvider> providers;

    private ProcessorCatalog(Map<String, LogitsProcessorProvider> providers) {
        this.providers = providers;
    }

    /**
     * The built-in processors and the providers that the current thread's class loader sees.
     *
     * @return the catalog
     */
    public static ProcessorCatalog standard() {
        return of(ServiceLoader.load(LogitsProcessorProvider.class));
    }

    /**
     * The built-in processors and the providers that a class loader sees.
     *
     * @param loader where to look for providers
     * @return the catalog
     */
    public static ProcessorCatalog with(ClassLoader loader) {
        return of(ServiceLoader.load(LogitsProcessorProvider.class, loader));
    }

    /**
     * The built-in processors and these providers.
     *
     * @param found providers of unique names
     * @return the catalog
     */
    public static ProcessorCatalog of(Iterable<LogitsProcessorProvider> found) {
        Map<String, LogitsProcessorProvider> byName = new TreeMap<>();
        for (LogitsProcessorProvider provider : found) {
            String name = ChainText.snake(provider.name());
            if (BuiltInProcessors.named(name).isPresent() || byName.put(name, provider) != null) {
                throw new InvalidValueException("The name \"" + name + "\" of the provider "
                        + provider.getClass().getName() + " is taken; give its processor another one.");
            }
        }
        return new ProcessorCatalog(byName);
    }

    /**
     * The built-in processors.
     *
     * @return their names and parameters
     */
    public List<ProcessorType> builtIn() {
        return BuiltInProcessors.ALL;
    }

    /**
     * All names that a chain can use.
     *
     * @return snake_case names, built-in first
     */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        BuiltInProcessors.ALL.forEach(type -> names.add(type.name()));
        names.addAll(providers.keySet());
        return names;
    }

    /**
     * Reads a chain's text form.
     *
     * @param text {@code name=value > name(parameter=value, …) > name}; blank is the empty chain
     * @return the chain
     * @throws InvalidValueException when the text, a name or a value is wrong
     */
    public ProcessorChain parse(String text) {
        return ProcessorChain.ofSteps(new ChainText(this, text).read());
    }

    /**
     * A step from a name and named parameters.
     *
     * @param name in either spelling
     * @param parameters in either spelling
     * @return the step
     * @throws InvalidValueException when the name, a parameter or a value is wrong
     */
    public ChainStep step(String name, Map<String, Object> parameters) {
        String snake = ChainText.snake(name);
        Map<String, Object> given = given(name, parameters);
        Optional<ProcessorType> type = BuiltInProcessors.named(snake);
        if (type.isPresent()) {
            return ChainStep.of(type.get().create(given));
        }
        LogitsProcessorProvider provider = providers.get(snake);
        if (provider == null) {
            throw unknown(name);
        }
        return new ChainStep(snake, given, provider.create(given));
    }

    /** The parameters by snake_case name; none may be null or given in both spellings. */
    private static Map<String, Object> given(String name, Map<String, Object> parameters) {
        Map<String, Object> given = new LinkedHashMap<>();
        for (Map.Entry<String, Object> parameter : parameters.entrySet()) {
            String what = name + "'s " + parameter.getKey();
            if (parameter.getValue() == null) {
                throw Checks.invalid(what, "null", "a value, or left out");
            }
            if (given.put(ChainText.snake(parameter.getKey()), parameter.getValue()) != null) {
                throw new InvalidValueException(
                        Sentence.of("chain.twice", "{what} is given twice; give it once.", "what", what));
            }
        }
        return given;
    }

    /**
     * A step from a name and one value for its first parameter.
     *
     * @param name in either spelling
     * @param value the value
     * @return the step
     * @throws InvalidValueException when the name or the value is wrong, or the processor takes no parameter
     */
    public ChainStep step(String name, Object value) {
        return step(name, Collections.singletonMap(firstParameter(name), value));
    }

    private String firstParameter(String name) {
        Optional<ProcessorType> type = BuiltInProcessors.named(ChainText.snake(name));
        if (type.isEmpty()) {
            return LONE_VALUE;
        }
        if (type.get().parameters().isEmpty()) {
            throw new InvalidValueException(
                    Sentence.of("chain.no-parameter", "{name} takes no parameter; write it alone.", "name", name));
        }
        return type.get().parameters().get(0);
    }

    private InvalidValueException unknown(String name) {
        return new InvalidValueException(Sentence.of(
                "chain.unknown-processor",
                "There is no processor \"{name}\"; known are {known}.",
                "name",
                name,
                "known",
                names().stream().map(ChainText::kebab).collect(Collectors.joining(", "))));
    }
}
