package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Masks of a tokenizer without a graph; its vocabulary has the digits as tokens and as bytes. */
class GrammarCommandIT {
    private static final String TOKENIZER = "src/test/resources/fixtures/tokenizers/llama";

    @Test
    void timesTheMasksTokenByToken() throws IOException {
        CommandLineRun run = CommandLineRun.of("grammar", "--regex", "\\d+", "--text", "12", "-m", TOKENIZER, "--json");
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode masks = JsonMapper.builder().build().readTree(run.out()).get("masks");
        JsonNode steps = masks.get("texts").get(0);
        assertThat(steps.findValuesAsText("text")).containsExactly("1", "2", "null");
        assertThat(steps.findValuesAsText("allowed")).containsOnly("19");
        assertThat(masks.get("first_us").get("max").asDouble())
                .isGreaterThanOrEqualTo(masks.get("first_us").get("median").asDouble())
                .isPositive();
    }

    @Test
    void withoutATextTheShortestIsTimed() {
        CommandLineRun run = CommandLineRun.of("grammar", "--choice", "a", "-m", TOKENIZER);
        assertThat(run.out()).containsPattern("(?m)^ +\\d+ +\"a\" +[12] +").containsPattern("(?m)^ +end +0 +");
    }

    @Test
    void aTokenThatDoesNotFitIsNamed() {
        CommandLineRun run = CommandLineRun.of("grammar", "--regex", "1", "--text", "2", "-m", TOKENIZER);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).containsPattern("\"2\".* does not fit");
    }
}
