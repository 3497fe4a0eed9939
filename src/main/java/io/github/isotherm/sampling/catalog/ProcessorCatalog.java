package io.github.isotherm.sampling.catalog;

import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.Sentence;
import io.github.isotherm.error.UserCodeException;
import io.github.isotherm.sampling.ChainStep;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.Spelling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Processors by name: the built-in ones, and those that {@link LogitsProcessorProvider}s bring or that were added as rows. */
public final class ProcessorCatalog {
    /** The key of a lone value given to a provider's processor. */
    static final String LONE_VALUE = "value";

    private final List<ProcessorType> types;
    private final Map<String, LogitsProcessorProvider> providers;

    private ProcessorCatalog(List<ProcessorType> types, Map<String, LogitsProcessorProvider> providers) {
        this.types = List.copyOf(types);
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
     * @throws InvalidValueException when a name is taken
     */
    public static ProcessorCatalog of(Iterable<LogitsProcessorProvider> found) {
        ProcessorCatalog catalog = new ProcessorCatalog(BuiltInProcessors.ALL, Map.of());
        try {
            for (LogitsProcessorProvider provider : found) {
                ProcessorType type = provided(provider, provider::type);
                catalog = type == null ? catalog.with(provider) : catalog.with(type);
            }
        } catch (ServiceConfigurationError e) {
            throw new InvalidValueException(
                    Sentence.of(
                            "plugin.unloadable",
                            "A provider of processors cannot be loaded ({error}); mend it, or take it off the class path or out"
                                    + " of --plugins.",
                            "error",
                            String.valueOf(e.getMessage())),
                    e.getCause() == null ? e : e.getCause());
        }
        return catalog;
    }

    private ProcessorCatalog with(LogitsProcessorProvider provider) {
        String name = refuseTaken(Spelling.snake(provided(provider, provider::name)), provider.getClass());
        Map<String, LogitsProcessorProvider> more = new TreeMap<>(providers);
        more.put(name, provider);
        return new ProcessorCatalog(types, more);
    }

    /**
     * This catalog with one more row: a processor of the user's own that is known as well as the built-in ones, to chains,
     * orders, options, pages and configurations made with the catalog.
     *
     * @param type a row of a new name
     * @return the larger catalog
     * @throws InvalidValueException when the name is taken
     */
    public ProcessorCatalog with(ProcessorType type) {
        refuseTaken(type.name(), type.record());
        List<ProcessorType> more = new ArrayList<>(types);
        more.add(type);
        return new ProcessorCatalog(more, providers);
    }

    private String refuseTaken(String name, Class<?> by) {
        if (type(name).isPresent() || providers.containsKey(name)) {
            throw new InvalidValueException("The name \"" + name + "\" of " + by.getName()
                    + " is taken by another processor; give it another one.");
        }
        return name;
    }

    /**
     * The rows: the built-in processors, then those that were added.
     *
     * @return all that is known by more than a name
     */
    public List<ProcessorType> types() {
        return types;
    }

    /**
     * One row.
     *
     * @param name in either spelling
     * @return the row; empty for an unknown name, or one that only a provider knows
     */
    public Optional<ProcessorType> type(String name) {
        String snake = Spelling.snake(name);
        return types.stream().filter(type -> type.name().equals(snake)).findFirst();
    }

    /**
     * The names of an order, this catalog's processors included.
     *
     * @param order the order
     * @return snake_case names, and "custom" for code of the user's own
     */
    public List<String> names(ProcessorOrder order) {
        return order.names(types);
    }

    /**
     * All names that a chain can use.
     *
     * @return snake_case names, built-in first
     */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        types.forEach(type -> names.add(type.name()));
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
        return parse(text, ProcessorCatalog::refuseFile);
    }

    /**
     * Reads a chain's text form in which {@code @name} stands for the text of a file.
     *
     * @param text {@code json-schema=@person.json > temperature=0.7}; otherwise as {@link #parse(String)} takes it
     * @param files the text of a file by its name
     * @return the chain, which holds the texts and not the names
     * @throws InvalidValueException when the text, a name or a value is wrong
     */
    public ProcessorChain parse(String text, UnaryOperator<String> files) {
        return ProcessorChain.ofSteps(new ChainReader(this, text, files).read());
    }

    private static String refuseFile(String name) {
        throw new InvalidValueException(Sentence.of(
                "chain.file",
                "The chain names the file \"{name}\", but files are read by the command line alone; write its text in quotes.",
                "name",
                name));
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
        String snake = Spelling.snake(name);
        Map<String, Object> given = given(name, parameters);
        Optional<ProcessorType> type = type(snake);
        if (type.isPresent()) {
            LogitsProcessor processor = type.get().create(given);
            return new ChainStep(snake, type.get().parametersOf(processor), processor);
        }
        LogitsProcessorProvider provider = providers.get(snake);
        if (provider == null) {
            throw unknown(name);
        }
        return new ChainStep(snake, given, provided(provider, () -> provider.create(given)));
    }

    /** What somebody else's provider says; what it throws is told as its own. */
    private static <T extends @Nullable Object> T provided(LogitsProcessorProvider provider, Supplier<T> asked) {
        return UserCodeException.calling("The provider of processors", provider.getClass(), asked);
    }

    /** The parameters by snake_case name; none may be null or given in both spellings. */
    private static Map<String, Object> given(String name, Map<String, Object> parameters) {
        Map<String, Object> given = new LinkedHashMap<>();
        for (Map.Entry<String, Object> parameter : parameters.entrySet()) {
            String what = name + "'s " + parameter.getKey();
            if (parameter.getValue() == null) {
                throw Checks.invalid(what, "null", "a value, or left out");
            }
            if (given.put(Spelling.snake(parameter.getKey()), parameter.getValue()) != null) {
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
        Optional<ProcessorType> type = type(name);
        if (type.isEmpty()) {
            return LONE_VALUE;
        }
        if (type.get().parameters().isEmpty()) {
            throw new InvalidValueException(
                    Sentence.of("chain.no-parameter", "{name} takes no parameter; write it alone.", "name", name));
        }
        return type.get().parameterNames().get(0);
    }

    private InvalidValueException unknown(String name) {
        return new InvalidValueException(Sentence.of(
                "chain.unknown-processor",
                "There is no processor \"{name}\"; known are {known}.",
                "name",
                name,
                "known",
                names().stream().map(Spelling::kebab).collect(Collectors.joining(", "))));
    }
}
