package io.github.isotherm.cli;

import io.github.isotherm.sampling.Spelling;
import io.github.isotherm.sampling.catalog.Parameter;
import io.github.isotherm.sampling.catalog.ProcessorType;
import java.util.stream.Collectors;

/** What the help says of a processor's option: its row in the catalog, in words. */
final class ProcessorHelp {
    private ProcessorHelp() {}

    static String of(ProcessorType type) {
        String parameters = isPlain(type)
                ? ""
                : type.parameters().stream().map(ProcessorHelp::parameter).collect(Collectors.joining("; ", " ", "."));
        String off = type.off().map(value -> " " + value + " is off.").orElse("");
        return type.meaning() + parameters + off + several(type);
    }

    /** One list or map, of which the label of the option says enough. */
    private static boolean isPlain(ProcessorType type) {
        return type.parameters().size() == 1 && type.parameters().get(0).range() == null;
    }

    private static String parameter(Parameter parameter) {
        String name = Spelling.kebab(parameter.name());
        return parameter.range() == null ? name : name + " is " + parameter.range();
    }

    private static String several(ProcessorType type) {
        return type.parameters().size() < 2
                ? ""
                : " Several: \"("
                        + type.first().filter(text -> text.contains("=")).orElseGet(() -> named(type)) + ")\".";
    }

    private static String named(ProcessorType type) {
        return Spelling.kebab(type.parameterNames().get(0)) + "=" + type.first().orElse("…") + ", …";
    }
}
