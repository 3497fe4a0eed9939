package io.github.isotherm.sampling.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.ListedTexts;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.Reference;
import io.github.isotherm.sampling.StepContext;
import io.github.isotherm.sampling.TokenSequence;
import io.github.isotherm.sampling.Vocabulary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** No parameter that is never read: each one, changed alone, changes the result. */
class EveryParameterTest {
    private static final ProcessorCatalog CATALOG = ProcessorCatalog.standard();

    /** For constraints: id 0 is an a, 1 a b, and so on. */
    private static final Vocabulary TEXTS = new ListedTexts("a", "b", "1", "\"", "{", "}", "\n");

    @ParameterizedTest
    @CsvFileSource(resources = "/golden/parameters.csv", delimiter = '|')
    void changesTheResult(String name, String parameter, String one, String other, String logits, String history) {
        assertThat(logits(one, logits, history)).isNotEqualTo(logits(other, logits, history));
        assertThat(value(one, parameter)).isNotEqualTo(value(other, parameter));
        for (String unchanged : type(name).parameterNames()) {
            if (!unchanged.equals(parameter)) {
                assertThat(value(one, unchanged)).isEqualTo(value(other, unchanged));
            }
        }
    }

    private static Object value(String chain, String parameter) {
        Map<String, Object> parameters = CATALOG.parse(chain).steps().get(0).parameters();
        return parameters.get(parameter);
    }

    private static ProcessorType type(String name) {
        return BuiltInProcessors.named(name).orElseThrow();
    }

    /** Three steps, so that what a processor learns from accepted tokens counts. */
    private static String logits(String chain, String logits, String history) {
        double[] row = Arrays.stream(logits.split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        String[] parts = history == null ? new String[] {"", ""} : history.split("/", -1);
        int[] prompt = ids(parts[0]);
        int[] all = ids(history == null ? "" : history.replace('/', ' '));
        StepContext context = StepContext.builder()
                .prompt(TokenSequence.of(prompt))
                .generated(TokenSequence.of(Arrays.copyOfRange(all, prompt.length, all.length)))
                .vocabulary(TEXTS)
                .seed(7, 0)
                .build();
        ProcessorChain chainOfRow = CATALOG.parse(chain).forRow();
        StringBuilder result = new StringBuilder();
        for (int step = 0; step < 3; step++) {
            Candidates candidates = new Candidates(row.length).load(row);
            chainOfRow.process(candidates, context);
            chainOfRow.accepted(candidates.id(candidates.size() - 1), 0.5, context);
            result.append(Arrays.toString(Reference.denseLogits(candidates)));
        }
        return result.toString();
    }

    private static int[] ids(String text) {
        return Arrays.stream(text.trim().split(" +"))
                .filter(id -> !id.isEmpty())
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    @Test
    void theTableNamesEveryParameterOfEveryProcessor() throws IOException {
        Set<String> tried = new LinkedHashSet<>();
        try (var file = EveryParameterTest.class.getResourceAsStream("/golden/parameters.csv")) {
            new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\\|"))
                    .forEach(cells -> tried.add(cells[0].trim() + "." + cells[1].trim()));
        }
        Set<String> all = new LinkedHashSet<>();
        BuiltInProcessors.ALL.forEach(
                type -> type.parameterNames().forEach(parameter -> all.add(type.name() + "." + parameter)));
        assertThat(tried).containsExactlyInAnyOrderElementsOf(all);
    }
}
