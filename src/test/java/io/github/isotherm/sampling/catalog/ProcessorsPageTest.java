package io.github.isotherm.sampling.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.error.Checks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of {@code processors.md} says what the rows say. */
class ProcessorsPageTest {
    /** A name. */
    private static final Pattern ENTRY = Pattern.compile("`([a-z_]+)`");

    private static String table;

    @BeforeAll
    static void read() throws IOException {
        table = Files.readString(Path.of("src/site/markdown/processors.md"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split(" \\| ")[0])
                .reduce("", (a, b) -> a + "\n" + b);
    }

    static List<ProcessorType> rows() {
        return BuiltInProcessors.ALL;
    }

    @ParameterizedTest
    @MethodSource("rows")
    void thePageHasTheRowsParametersAndDefaults(ProcessorType type) {
        String line = table.lines()
                .filter(entry -> entry.contains("`" + type.name() + "`"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(type + " is not in processors.md"));
        for (Parameter parameter : type.parameters()) {
            assertThat(line).contains("`" + parameter.name() + "`");
            if (!(parameter.initial() == null
                    || parameter.initial() instanceof List<?>
                    || parameter.initial() instanceof Map<?, ?>)) {
                assertThat(line).contains("`" + parameter.name() + "` " + written(parameter.initial()));
            }
        }
    }

    private static String written(Object initial) {
        if (initial instanceof Enum<?> constant) {
            return '"' + constant.name().toLowerCase(Locale.ROOT) + '"';
        }
        return initial instanceof Number number
                ? Checks.number(number.doubleValue()).replace('-', '−')
                : initial.toString();
    }

    @ParameterizedTest
    @MethodSource("entries")
    void thePageNamesNoOther(String name) {
        assertThat(BuiltInProcessors.named(name)).as(name).isPresent();
    }

    static List<String> entries() throws IOException {
        read();
        Matcher entry = ENTRY.matcher(table.replaceAll("\\([^)]*\\)", ""));
        return entry.results().map(found -> found.group(1)).toList();
    }
}
