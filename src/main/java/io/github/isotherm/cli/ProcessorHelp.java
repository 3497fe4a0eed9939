package io.github.isotherm.cli;

import io.github.isotherm.sampling.Spelling;
import io.github.isotherm.sampling.catalog.Parameter;
import io.github.isotherm.sampling.catalog.ProcessorType;

/** What the help says of a processor's option: its row in the catalog, in words. */
final class ProcessorHelp {
    private ProcessorHelp() {}

    static String of(ProcessorType type) {
        StringBuilder help = new StringBuilder(type.meaning());
        if (!isPlain(type)) {
            String separator = " ";
            for (Parameter parameter : type.parameters()) {
                help.append(separator).append(parameter(parameter));
                separator = "; ";
            }
            help.append('.');
        }
        String off = type.off().orElse("");
        if (!off.isEmpty()) {
            help.append(' ').append(off).append(" is off.");
        }
        if (type.takesSeveralTexts()) {
            help.append(" May be given several times.");
        }
        return help.append(several(type)).toString();
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
        if (type.parameters().size() < 2) {
            return "";
        }
        String first = type.first().orElse("…");
        String named = Spelling.kebab(type.parameterNames().get(0)) + "=" + first + ", …";
        return " Several: \"(" + (first.contains("=") ? first : named) + ")\".";
    }
}
