package io.github.isotherm.cli;

import io.github.isotherm.error.Checks;
import io.github.isotherm.sampling.Spelling;
import io.github.isotherm.sampling.catalog.Parameter;
import io.github.isotherm.sampling.catalog.ProcessorType;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What the help says of a processor's option: its row in the catalog, in words. */
final class ProcessorHelp {
    private ProcessorHelp() {}

    static String of(ProcessorType type) {
        StringBuilder help = new StringBuilder(type.meaning());
        help.append(
                type.parameters().stream().map(ProcessorHelp::parameter).collect(Collectors.joining("; ", " ", ".")));
        String off = type.off().orElse("");
        help.append(off.isEmpty() ? " Off unless it is given." : " " + off + " is off.");
        if (type.takesSeveralTexts()) {
            help.append(" May be given several times.");
        }
        return help.append(several(type)).toString();
    }

    private static String parameter(Parameter parameter) {
        return Spelling.kebab(parameter.name()) + kind(parameter) + " (" + usual(parameter) + ")";
    }

    private static String kind(Parameter parameter) {
        if (parameter.range() != null) {
            return " is " + parameter.range();
        }
        Object initial = parameter.initial();
        if (initial instanceof Boolean) {
            return " is true or false";
        }
        return initial instanceof Enum<?> one ? " is " + names(one) : "";
    }

    private static String names(Enum<?> one) {
        return Arrays.stream(one.getDeclaringClass().getEnumConstants())
                .map(ProcessorHelp::name)
                .collect(Collectors.joining(" or "));
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String usual(Parameter parameter) {
        Object initial = parameter.initial();
        if (initial == null) {
            return "must be given";
        }
        if (initial instanceof Enum<?> one) {
            return "default " + name(one);
        }
        boolean isNone = initial instanceof Collection<?> list ? list.isEmpty() : initial.equals(Map.of());
        return "default " + (isNone ? "none" : initial instanceof Number n ? Checks.number(n.doubleValue()) : initial);
    }

    private static String several(ProcessorType type) {
        if (type.parameters().size() < 2) {
            return "";
        }
        String first = type.first().orElse("…");
        String named = Spelling.kebab(type.parameterNames().get(0)) + "=" + first + ", …";
        return " Several: \"(" + (first.contains("=") ? first : named) + ")\".";
    }
}
