package io.github.isotherm.sampling.catalog;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.Sentence;
import io.github.isotherm.grammar.schema.JsonText;
import io.github.isotherm.sampling.Constraining;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.Spelling;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A row of the catalog: a processor by name, a public record whose components are its parameters, and all that chains,
 * options, pages and configurations need to know of it.
 *
 * <p>Names are snake_case (JSON); the command line writes them kebab-case.
 */
public final class ProcessorType {
    private final String name;
    private final Class<? extends LogitsProcessor> type;
    private final String meaning;
    private final RecordComponent[] components;
    private final List<Parameter> parameters;
    private final List<String> names;
    private final @Nullable String off;
    private final @Nullable String first;
    private final Map<ProcessorOrder, Place> places;
    private final List<ConfigurationKey> configuration;
    private final @Nullable Predicate<String> isText;

    private ProcessorType(Builder builder) {
        name = Spelling.snake(builder.name);
        type = builder.type;
        meaning = builder.meaning;
        parameters = List.copyOf(builder.parameters);
        off = builder.off;
        first = builder.first;
        places = Map.copyOf(builder.places);
        isText = builder.isText;
        configuration = List.copyOf(builder.configuration);
        components = type.isRecord() ? type.getRecordComponents() : new RecordComponent[0];
        List<String> described = new ArrayList<>();
        for (Parameter parameter : parameters) {
            described.add(parameter.name());
        }
        List<String> declared = new ArrayList<>();
        for (RecordComponent component : components) {
            declared.add(parameter(component));
        }
        names = List.copyOf(described);
        if (!type.isRecord() || !names.equals(declared)) {
            throw new InvalidValueException("The processor \"" + name + "\" is described with the parameters " + names
                    + " but " + type.getName()
                    + (type.isRecord() ? " has the components " + declared : " is no record")
                    + "; describe each component of a record once, in order.");
        }
    }

    /**
     * A row to fill in.
     *
     * @param name in either spelling
     * @param type a public record whose canonical constructor checks the parameters
     * @param meaning one sentence that says what it does
     * @return the builder
     */
    public static Builder of(String name, Class<? extends LogitsProcessor> type, String meaning) {
        return new Builder(name, type, meaning);
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
     * What it does.
     *
     * @return one sentence
     */
    public String meaning() {
        return meaning;
    }

    /**
     * The parameters.
     *
     * @return in order, the one that a lone value sets first
     */
    public List<Parameter> parameters() {
        return parameters;
    }

    /**
     * The parameters' names.
     *
     * @return snake_case, in order
     */
    public List<String> parameterNames() {
        return names;
    }

    /**
     * The value of the first parameter that turns it off.
     *
     * @return as a chain's text writes it, or empty where it is never off
     */
    public Optional<String> off() {
        return Optional.ofNullable(off);
    }

    /**
     * A value to begin with, for someone who tries it the first time.
     *
     * @return as a chain's text writes it behind the name's "=" or in its brackets; empty where only the user can know
     */
    public Optional<String> first() {
        return Optional.ofNullable(first);
    }

    /**
     * Whether an option's value is the name of a file that holds the first parameter, and not that itself.
     *
     * @param value an option's
     * @return true for a file's name; always false for most processors
     */
    public boolean isFile(String value) {
        return isText != null && !isText.test(value);
    }

    /**
     * Whether the first parameter may be in a file.
     *
     * @return false for most
     */
    public boolean mayBeFile() {
        return isText != null;
    }

    /**
     * Whether the first parameter is a text or a list of texts, which an option takes as they are, one each time.
     *
     * @return false where an option is a number, or written as in a chain
     */
    public boolean takesTexts() {
        return components.length > 0 && ParameterValue.isTexts(components[0].getGenericType());
    }

    /**
     * Whether the first parameter is a JSON value.
     *
     * @return true where it may be given as its text, or as a value
     */
    public boolean takesJson() {
        return components.length > 0 && components[0].getType() == JsonText.class;
    }

    /**
     * Whether the first parameter is a list of texts.
     *
     * @return true where an option may come several times
     */
    public boolean takesSeveralTexts() {
        return takesTexts() && components[0].getType() == List.class;
    }

    /**
     * Whether it is a constraint, which says what the whole text may be.
     *
     * @return false for most
     */
    public boolean constrains() {
        return Constraining.class.isAssignableFrom(type);
    }

    /**
     * The fields of a model's configuration that set it.
     *
     * @return none for most
     */
    public List<ConfigurationKey> configuration() {
        return configuration;
    }

    Class<? extends LogitsProcessor> record() {
        return type;
    }

    Place place(ProcessorOrder order) {
        return places.getOrDefault(order, Place.CUSTOM);
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
                parameters.isEmpty()
                        ? Sentence.of(
                                "chain.takes-none",
                                "{processor} has no parameter \"{parameter}\"; it takes none.",
                                "processor",
                                Spelling.kebab(name),
                                "parameter",
                                parameter)
                        : Sentence.of(
                                "chain.unknown-parameter",
                                "{processor} has no parameter \"{parameter}\"; it takes {known}.",
                                "processor",
                                Spelling.kebab(name),
                                "parameter",
                                parameter,
                                "known",
                                String.join(", ", names)));
    }

    private Object argument(int i, Map<String, Object> given) {
        Parameter parameter = parameters.get(i);
        Object value = given.containsKey(parameter.name()) ? given.get(parameter.name()) : parameter.initial();
        if (value == null) {
            throw new InvalidValueException(Sentence.of(
                    "chain.needs-parameter",
                    "{processor} needs the parameter \"{parameter}\"; give it a value.",
                    "processor",
                    Spelling.kebab(name),
                    "parameter",
                    parameter.name()));
        }
        return ParameterValue.convert(
                Spelling.kebab(name) + "'s " + parameter.name(), value, components[i].getGenericType());
    }

    private LogitsProcessor construct(Object[] arguments) {
        Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        return Construction.of(type, types, arguments);
    }

    /** All parameters of a processor of this type, in order. */
    Map<String, Object> parametersOf(LogitsProcessor processor) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < components.length; i++) {
            try {
                values.put(parameters.get(i).name(), components[i].getAccessor().invoke(processor));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(name, e);
            }
        }
        return values;
    }

    @Override
    public String toString() {
        return name;
    }

    /** Fills in a row. */
    public static final class Builder {
        private final String name;
        private final Class<? extends LogitsProcessor> type;
        private final String meaning;
        private final List<Parameter> parameters = new ArrayList<>();
        private final List<ConfigurationKey> configuration = new ArrayList<>();
        private Map<ProcessorOrder, Place> places = Map.of();
        private @Nullable String off;
        private @Nullable String first;
        private @Nullable Predicate<String> isText;

        private Builder(String name, Class<? extends LogitsProcessor> type, String meaning) {
            this.name = name;
            this.type = type;
            this.meaning = meaning;
        }

        /**
         * Describes the next component, a number.
         *
         * @param parameter snake_case
         * @param initial what stands where none is given, or null where one must be given
         * @param range what the constructor takes
         * @return this
         */
        public Builder takes(String parameter, @Nullable Object initial, Range range) {
            parameters.add(new Parameter(parameter, initial, range));
            return this;
        }

        /**
         * Describes the next component, which is no number.
         *
         * @param parameter snake_case
         * @param initial what stands where none is given, or null where one must be given
         * @return this
         */
        public Builder takes(String parameter, @Nullable Object initial) {
            parameters.add(new Parameter(parameter, initial, null));
            return this;
        }

        /**
         * Sets the value of the first parameter that turns it off.
         *
         * @param value as a chain's text writes it
         * @return this
         */
        public Builder off(String value) {
            off = value;
            return this;
        }

        /**
         * Sets a value to begin with.
         *
         * @param value as a chain's text writes it: {@code 40}, or {@code probability=0.5, threshold=0.1}
         * @return this
         */
        public Builder first(String value) {
            first = value;
            return this;
        }

        /**
         * Says that an option's value is the name of a file with the first parameter in it.
         *
         * @param text where it is that parameter itself
         * @return this
         */
        public Builder fileUnless(Predicate<String> text) {
            isText = text;
            return this;
        }

        /**
         * Adds fields of a model's configuration that set it.
         *
         * @param keys the fields
         * @return this
         */
        public Builder configuredBy(ConfigurationKey... keys) {
            configuration.addAll(List.of(keys));
            return this;
        }

        /**
         * Adds fields of a model's configuration whose value is the first parameter's.
         *
         * @param keys the fields' names
         * @return this
         */
        public Builder configuredBy(String... keys) {
            for (String key : keys) {
                configuration.add(ConfigurationKey.sets(key, parameters.get(0).name()));
            }
            return this;
        }

        /**
         * The row of a processor that stands at the same place in every order.
         *
         * @param stage the stage
         * @param rank its place within the stage
         * @return the row
         */
        public ProcessorType stands(Stage stage, int rank) {
            return stands(stage, rank, rank, rank);
        }

        /**
         * The row.
         *
         * @param stage the stage
         * @param hf its place within the stage in {@link ProcessorOrder#HF}
         * @param llamaCpp its place in {@link ProcessorOrder#LLAMA_CPP}
         * @param openAi its place in {@link ProcessorOrder#OPENAI}
         * @return the row
         */
        public ProcessorType stands(Stage stage, int hf, int llamaCpp, int openAi) {
            places = Map.of(
                    ProcessorOrder.HF, new Place(stage, hf),
                    ProcessorOrder.LLAMA_CPP, new Place(stage, llamaCpp),
                    ProcessorOrder.OPENAI, new Place(stage, openAi));
            return new ProcessorType(this);
        }
    }
}
