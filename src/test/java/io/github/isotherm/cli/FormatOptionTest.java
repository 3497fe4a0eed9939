package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatOptionTest {
    /** What a command needs beside the form; no model is there, so that a form is refused before one is looked for. */
    private static CommandLineRun run(String command, String... form) {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(
                switch (command) {
                    case "complete", "next", "compare", "logits", "tokens" -> List.of("hello");
                    case "apply" -> List.of("day=5", "space=2");
                    case "grammar" -> List.of("--choice", "red");
                    default -> List.of();
                });
        line.addAll(List.of(form));
        return CommandLineRun.with(Map.of("ISOTHERM_MODEL", "no/such/folder"), "", line.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "complete; text or json",
                "next; table, json, csv, md or svg",
                "compare; table, json, csv, md or svg",
                "apply; table or json",
                "logits; json or f32",
                "tokens; table or json",
                "grammar; table or json",
                "inspect; text or json",
                "models; table or json",
                "bench; text or json"
            })
    void aFormThatACommandCannotWriteIsRefusedWithThoseItCan(String command, String forms) {
        CommandLineRun refused = run(command, "--format", "xml");
        assertThat(refused.err())
                .isEqualToIgnoringNewLines(
                        "isotherm: --format is xml but " + command + " writes " + forms + "; choose one of them.");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.out()).isEmpty();
        assertThat(CommandLineRun.of(command, "--help").out())
                .contains("--format=" + forms.replace(" or ", "|").replace(", ", "|"));
        String other = forms.substring(forms.lastIndexOf(' ') + 1).equals("json")
                ? forms.substring(0, forms.indexOf(' '))
                : forms.substring(forms.lastIndexOf(' ') + 1);
        assertThat(run(command, "--json", "--format", other).err())
                .isEqualToIgnoringNewLines("isotherm: --json and --format " + other
                        + " are both given, but an answer has one form; leave one of them out.");
        assertThat(run(command, "--format", other, "--json").code()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"chat", "live", "template", "web", "pull", "completion"})
    void commandsThatPrintOneThingTakeNoForm(String command) {
        assertThat(CommandLineRun.of(command, "--format", "json").code()).isEqualTo(2);
    }

    @Test
    void theShortFormIsTheSame() {
        for (String command : List.of("apply", "grammar", "models")) {
            CommandLineRun json = run(command, "--json");
            assertThat(json.code()).as(json.err()).isZero();
            assertThat(json.out()).startsWith("{").hasLineCount(1);
            Stream.of(new String[] {"--format", "json"}, new String[] {"--json", "--format=JSON"})
                    .forEach(same -> assertThat(untimed(run(command, same))).isEqualTo(untimed(json)));
            CommandLineRun table = run(command, "--format", "table");
            assertThat(table.out()).doesNotStartWith("{");
            assertThat(untimed(table)).isEqualTo(untimed(run(command)));
        }
    }

    /** Compiling takes another time each time. */
    private static String untimed(CommandLineRun run) {
        return run.out().replaceAll("[0-9.]+", "");
    }

    @Test
    void linesOfJsonHaveNoOtherForm() {
        String line = "{\"logits\":[1,2]}\n";
        assertThat(CommandLineRun.with(line, "apply", "--format", "json").out())
                .isEqualTo(CommandLineRun.with(line, "apply").out())
                .startsWith("{");
        CommandLineRun refused = CommandLineRun.with(line, "apply", "--format", "table");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("--format table", "lines of JSON").hasLineCount(1);
    }
}
