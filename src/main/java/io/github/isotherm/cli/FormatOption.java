package io.github.isotherm.cli;

import io.github.isotherm.error.InvalidValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/** {@code --format}, and {@code --json}, its short form: in which of the forms that a command can write it prints. */
final class FormatOption {
    static final String NAME = "--format";
    static final String SHORT = "--json";

    private final List<OutputFormat> forms;
    private @Nullable String wanted;
    private boolean json;
    private String command = "";

    /** The forms of a command, the one that is printed unless another is asked for first. */
    FormatOption(OutputFormat usual, OutputFormat... others) {
        forms = new ArrayList<>(List.of(usual));
        forms.addAll(List.of(others));
    }

    /** Adds the options to a command. */
    void addTo(CommandSpec spec) {
        command = spec.name();
        String usual = forms.get(0).label();
        spec.addOption(OptionSpec.builder(NAME)
                .paramLabel(forms.stream().map(OutputFormat::label).collect(Collectors.joining("|")))
                .type(String.class)
                .completionCandidates(forms.stream().map(OutputFormat::label).toList())
                .description("How to print the answer (default: " + usual + ")." + explained())
                .setter(setter(value -> wanted = String.valueOf(value)))
                .build());
        spec.addOption(OptionSpec.builder(SHORT)
                .type(boolean.class)
                .description("The same as " + NAME + " json.")
                .setter(setter(value -> json = Boolean.TRUE.equals(value)))
                .build());
    }

    private String explained() {
        return forms.contains(OutputFormat.F32) ? " f32: little-endian 32-bit floats and nothing else." : "";
    }

    private interface Taker {
        void take(@Nullable Object value);
    }

    private static ISetter setter(Taker taker) {
        return new ISetter() {
            @Override
            @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"})
            public <T> T set(T value) {
                if (value != null) {
                    taker.take(value);
                }
                return null;
            }
        };
    }

    /** The form that is asked for, else the command's usual one; refuses what the command cannot write. */
    OutputFormat form() {
        OutputFormat named = wanted == null ? null : named(wanted);
        if (json && named != null && named != OutputFormat.JSON) {
            throw new InvalidValueException(SHORT + " and " + NAME + " " + named.label()
                    + " are both given, but an answer has one form; leave one of them out.");
        }
        return json ? OutputFormat.JSON : named == null ? forms.get(0) : named;
    }

    /** Refuses a form that the command cannot write, before anything is computed. */
    void check() {
        form();
    }

    /** Prints JSON as it is, and the form for people so that a terminal obeys nothing in it. */
    void print(Terminal terminal, Supplier<String> json, Supplier<String> forPeople) {
        if (isJson()) {
            terminal.out().print(json.get() + "\n");
        } else {
            terminal.show(forPeople.get());
        }
    }

    boolean isJson() {
        return form() == OutputFormat.JSON;
    }

    /** Whether the user said anything about it. */
    boolean isGiven() {
        return json || wanted != null;
    }

    private OutputFormat named(String text) {
        return forms.stream()
                .filter(form -> form.label().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new InvalidValueException(
                        NAME + " is " + text + " but " + command + " writes " + all() + "; choose one of them."));
    }

    private String all() {
        List<String> labels = forms.stream().map(OutputFormat::label).toList();
        int last = labels.size() - 1;
        return String.join(", ", labels.subList(0, last)) + " or " + labels.get(last);
    }
}
