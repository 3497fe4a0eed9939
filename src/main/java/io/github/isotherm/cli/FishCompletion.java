package io.github.isotherm.cli;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Completion for the fish shell, which picocli does not write.
 *
 * @param program the whole tree of commands
 */
record FishCompletion(CommandSpec program) {
    /** Commands, and the options of each behind its name. */
    String script(String name) {
        StringBuilder script = new StringBuilder("# fish completion of " + name + "\n");
        for (Map.Entry<String, CommandLine> command : program.subcommands().entrySet()) {
            CommandSpec spec = command.getValue().getCommandSpec();
            script.append("complete -c ")
                    .append(name)
                    .append(" -n __fish_use_subcommand -a ")
                    .append(command.getKey());
            script.append(" -d ")
                    .append(quoted(first(spec.usageMessage().description())))
                    .append('\n');
            spec.options().stream()
                    .filter(option -> !option.hidden())
                    .forEach(option -> script.append(line(name, command.getKey(), option)));
        }
        return script.toString();
    }

    private static String line(String name, String command, OptionSpec option) {
        StringBuilder line =
                new StringBuilder("complete -c " + name + " -n '__fish_seen_subcommand_from " + command + "'");
        for (String one : option.names()) {
            line.append(one.startsWith("--") ? " -l " + one.substring(2) : " -s " + one.substring(1));
        }
        line.append(option.arity().max() > 0 ? " -r" : "");
        return line.append(" -d ")
                .append(quoted(first(OptionHelp.of(option))))
                .append('\n')
                .toString();
    }

    private static String first(String... lines) {
        String text = lines.length == 0 ? "" : lines[0].replace("%n", " ").replace("%%", "%");
        int end = text.indexOf(". ");
        return end < 0 ? text : text.substring(0, end + 1);
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
