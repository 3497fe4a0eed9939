package io.github.isotherm.cli;

import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.next.TemperatureChain;
import io.github.isotherm.sampling.ChainStep;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.Spelling;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import io.github.isotherm.sampling.catalog.ProcessorOrder;
import io.github.isotherm.sampling.catalog.ProcessorType;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import io.github.isotherm.sampling.processors.Temperature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/** One option for each built-in processor, {@code --chain} for an explicit order and {@code --order} for a preset. */
final class SamplingOptions {
    static final String TEMPERATURE = "temperature";
    private static final String STRUCTURED = "([{\"";

    private final List<String> plugins = new ArrayList<>();
    private ProcessorCatalog catalog;
    private boolean pluginsAreIn;
    private final Map<String, List<String>> given = new LinkedHashMap<>();
    private @Nullable String chain;
    private @Nullable ProcessorOrder order;

    SamplingOptions() {
        this(ProcessorCatalog.standard());
    }

    SamplingOptions(ProcessorCatalog catalog) {
        this.catalog = catalog;
    }

    /** The processors that may be named: the built-in ones and those of the plugins. */
    ProcessorCatalog catalog() {
        if (!plugins.isEmpty() && !pluginsAreIn) {
            catalog = Plugins.catalog(plugins);
            pluginsAreIn = true;
        }
        return catalog;
    }

    /** Refuses every option that sets a chain. */
    void refuseAll(String reason) {
        String refused = !given.isEmpty()
                ? Spelling.kebab(given.keySet().iterator().next())
                : chain != null ? "chain" : order != null ? "order" : "";
        if (!refused.isEmpty()) {
            throw new InvalidValueException("--" + refused + " is given, but " + reason + "; leave it out.");
        }
    }

    /** Adds the options to a command. */
    void addTo(CommandSpec command, boolean temperature) {
        for (ProcessorType type : catalog.types()) {
            boolean wanted = temperature || !type.name().equals(TEMPERATURE);
            if (wanted && !type.parameters().isEmpty()) {
                command.addOption(option(type));
            }
        }
        command.addOption(OptionSpec.builder(HelpLayout.SAMPLING_HELP)
                .type(boolean.class)
                .description("Show all options for sampling and exit.")
                .build());
        command.addOption(OptionSpec.builder("--chain")
                .paramLabel("TEXT")
                .type(String.class)
                .description(
                        "The processors in order, such as \"temperature=0.7 > top-k=40 > top-p=0.95\" (default: of the other"
                                + " options, in --order).")
                .setter(setter(value -> chain = value))
                .build());
        command.addOption(OptionSpec.builder("--plugins")
                .paramLabel("JAR,JAR")
                .type(String.class)
                .description("Jars that bring processors of your own, for --chain (default: none).")
                .setter(setter(value -> plugins.addAll(List.of(value.split(",")))))
                .build());
        command.addOption(OptionSpec.builder("--order")
                .paramLabel("hf|llama-cpp|openai")
                .type(String.class)
                .description("In which order those options act: hf (default), llama-cpp (temperature last) or openai.")
                .setter(setter(value -> order = orderOf(value)))
                .build());
    }

    private OptionSpec option(ProcessorType type) {
        String name = "--" + Spelling.kebab(type.name());
        OptionSpec.Builder option =
                type.name().equals(TEMPERATURE) ? OptionSpec.builder("-t", name) : OptionSpec.builder(name);
        option.paramLabel(label(type)).description(ProcessorHelp.of(type));
        return type.takesSeveralTexts()
                ? option.type(List.class)
                        .auxiliaryTypes(String.class)
                        .arity("1")
                        .getter(getterOf(type.name()))
                        .setter(setterOfAll(values -> given.put(type.name(), values)))
                        .build()
                : option.type(String.class)
                        .setter(setter(value -> given.put(type.name(), List.of(value))))
                        .build();
    }

    private static String label(ProcessorType type) {
        String first = type.parameterNames().get(0);
        return type.takesSeveralTexts() ? "TEXT" : (type.mayBeFile() ? "FILE|" : "") + first.toUpperCase(Locale.ROOT);
    }

    private interface Taker {
        void take(String value);
    }

    private static ISetter setter(Taker taker) {
        return new ISetter() {
            @Override
            @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"})
            public <T> T set(T value) {
                if (value instanceof String text) {
                    taker.take(text);
                }
                return null;
            }
        };
    }

    /** What was given so far: each further text is added to it. */
    private IGetter getterOf(String name) {
        return new IGetter() {
            @Override
            @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"})
            public <T> T get() {
                return (T) given.get(name);
            }
        };
    }

    private static ISetter setterOfAll(Consumer<List<String>> taker) {
        return new ISetter() {
            @Override
            @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"})
            public <T> T set(T value) {
                if (value instanceof List<?> texts) {
                    taker.accept(
                            new ArrayList<>(texts.stream().map(String::valueOf).toList()));
                }
                return null;
            }
        };
    }

    private static ProcessorOrder orderOf(String name) {
        for (ProcessorOrder order : ProcessorOrder.values()) {
            if (Spelling.kebab(order.name()).equalsIgnoreCase(name)) {
                return order;
            }
        }
        throw Checks.invalid("--order", name, "hf, llama-cpp or openai");
    }

    private ChainStep step(String name, List<String> values) {
        ProcessorType type = catalog().type(name).orElseThrow();
        if (type.takesSeveralTexts()) {
            return catalog().step(name, values);
        }
        String value = values.get(0);
        if (!type.takesTexts()) {
            return step(name, value);
        }
        return type.takesJson() && value.startsWith("(")
                ? step(name, value)
                : catalog().step(name, type.isFile(value) ? TextFile.read(value) : value);
    }

    private ChainStep step(String name, String value) {
        if (!value.isEmpty() && STRUCTURED.indexOf(value.charAt(0)) >= 0) {
            return catalog()
                    .parse(name + (value.startsWith("(") ? "" : "=") + value, TextFile::read)
                    .steps()
                    .get(0);
        }
        try {
            return catalog().step(name, Double.valueOf(DecimalNumber.read(value)));
        } catch (NumberFormatException e) {
            throw Checks.invalid("--" + Spelling.kebab(name), value, "a number");
        }
    }

    /** The explicit chain, or null when there is none. */
    @Nullable
    ProcessorChain chain() {
        ProcessorCatalog known = catalog();
        if (chain == null) {
            return null;
        }
        if (!given.isEmpty()) {
            throw new InvalidValueException(
                    "--" + Spelling.kebab(given.keySet().iterator().next())
                            + " and --chain are both given, but --chain is the whole chain; put it in there or leave it out.");
        }
        if (order != null) {
            throw new InvalidValueException(
                    "--order and --chain are both given, but --chain has its own order; leave one of them out.");
        }
        return known.parse(chain, TextFile::read);
    }

    SamplingSettings settings() {
        ProcessorCatalog known = catalog();
        SamplingSettings settings = SamplingSettings.NONE;
        for (Map.Entry<String, List<String>> option : given.entrySet()) {
            settings = settings.with(step(option.getKey(), option.getValue()), known);
        }
        return settings;
    }

    ProcessorOrder order() {
        return order == null ? ProcessorOrder.DEFAULT : order;
    }

    /** The chain that the options make by themselves, without a model's defaults. */
    ProcessorChain chainAlone() {
        ProcessorChain explicit = chain();
        return explicit != null ? explicit : settings().chain(order());
    }

    /** The chain of commands that bring several temperatures themselves: an order that is asked for places them too. */
    ProcessorChain chainAroundTemperature() {
        ProcessorChain explicit = chain();
        if (explicit != null || order == null) {
            return chainAlone();
        }
        SamplingSettings placed = settings().with(new Temperature(0)); // any that is not off; exchanged below
        return TemperatureChain.at(placed.chain(order()), 1);
    }
}
