package io.github.isotherm.grammar.gbnf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.isotherm.grammar.Constraint;
import io.github.isotherm.grammar.Grammar;
import io.github.isotherm.grammar.GrammarException;
import io.github.isotherm.grammar.GrammarLimits;
import io.github.isotherm.grammar.Regex;
import io.github.isotherm.grammar.SharedData;
import io.github.isotherm.grammar.TokenTrie;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What another implementation accepts, where its recordings are there. */
class RecordedGrammarsTest {
    private static Grammar grammar(JsonNode row) {
        String source = row.get("source").asText();
        return row.get("kind").asText().equals("regex")
                ? Regex.grammar(source, GrammarLimits.DEFAULTS)
                : Gbnf.grammar(
                        source, row.path("options").path("root_rule_name").asText("root"), GrammarLimits.DEFAULTS);
    }

    private static boolean accepted(JsonNode row) {
        byte[] input = row.get("input").asText().getBytes(StandardCharsets.UTF_8);
        int fitting =
                Constraint.of(grammar(row), TokenTrie.of(0, id -> new byte[0])).fitting(input);
        return row.get("prefix").asBoolean() ? fitting >= input.length : fitting > input.length;
    }

    @Test
    void inputsAreAcceptedAsRecordedOrTheGrammarIsRefusedByName() throws IOException {
        Path recordings = SharedData.at("grammar-accept.jsonl");
        assumeTrue(Files.exists(recordings), "there are no recordings at " + recordings);
        List<String> different = new ArrayList<>();
        TreeMap<String, Integer> refused = new TreeMap<>();
        int equal = 0;
        for (String line : Files.readAllLines(recordings)) {
            JsonNode row = new ObjectMapper().readTree(line);
            try {
                if (accepted(row) == row.get("accepted").asBoolean()) {
                    equal++;
                } else {
                    different.add(line);
                }
            } catch (GrammarException named) {
                refused.merge(named.getMessage(), 1, Integer::sum);
            }
        }
        assertThat(different).isEmpty();
        assertThat(equal).as("refused: %s", refused).isEqualTo(371);
        assertThat(refused.values())
                .as("looking ahead in GBNF, left recursion, \\a: %s", refused)
                .containsExactlyInAnyOrder(25, 11, 1);
    }
}
