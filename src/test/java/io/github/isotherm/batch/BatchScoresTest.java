package io.github.isotherm.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Patience;
import io.github.isotherm.TextScore;
import io.github.isotherm.generate.Cancellation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Texts scored instead of completed, with a model whose logits are known. */
@Timeout(Patience.SECONDS)
class BatchScoresTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private long failed;

    @AfterEach
    void end() {
        threads.shutdown();
    }

    private List<JsonNode> scored(String name, String rows) throws Exception {
        Path in = Files.writeString(folder.resolve(name), rows);
        Path out = folder.resolve("out.jsonl");
        try (LocalModel model = BytesModel.open(BytesModel.rambling());
                BatchFiles files =
                        BatchFiles.open(in, out, BatchOptions.defaults().scores(true))) {
            files.run(
                    model, (done, isError, read, written) -> assertThat(written).isZero());
            failed = files.failed();
        }
        List<JsonNode> answers = new ArrayList<>();
        for (String line : Files.readAllLines(out)) {
            answers.add(JSON.readTree(line));
        }
        return answers;
    }

    /** The log-softmax, over the 26 letters: the other bytes have e^-100. */
    private static double logprob(int id, int last) {
        double sum = 0;
        for (int letter = 'a'; letter <= 'z'; letter++) {
            sum += Math.exp(BytesModel.logit(letter, last));
        }
        return BytesModel.logit(id, last) - Math.log(sum);
    }

    @Test
    void aPromptIsScoredFromItsSecondTokenOn() throws Exception {
        JsonNode score =
                scored("in.jsonl", "{\"id\": \"a\", \"prompt\": \"bad\"}").get(0);
        assertThat(score.get("id").asText()).isEqualTo("a");
        assertThat(score.get("token_ids").toString()).isEqualTo("[98,97,100]");
        assertThat(score.get("logprobs").get(0).isNull()).isTrue();
        double second = logprob('a', 'b');
        double third = logprob('d', 'a');
        assertThat(score.get("logprobs").get(1).asDouble()).isCloseTo(second, within(1e-6));
        assertThat(score.get("logprobs").get(2).asDouble()).isCloseTo(third, within(1e-6));
        assertThat(score.get("logprob").asDouble()).isCloseTo(second + third, within(1e-6));
        assertThat(score.get("prompt_tokens").asInt()).isEqualTo(3);
    }

    @Test
    void aTextIsScoredBehindItsPrompt() throws Exception {
        JsonNode score = scored("in.jsonl", "{\"id\": 1, \"prompt\": \"ba\", \"text\": \"de\"}")
                .get(0);
        assertThat(score.get("token_ids").toString()).isEqualTo("[100,101]");
        assertThat(score.get("logprobs").get(0).asDouble()).isCloseTo(logprob('d', 'a'), within(1e-6));
        assertThat(score.get("logprobs").get(1).asDouble()).isCloseTo(logprob('e', 'd'), within(1e-6));
        assertThat(score.get("prompt_tokens").asInt()).isEqualTo(4);
    }

    @Test
    void whatTheTokenizerPutsFirstStandsBeforeTheText() throws Exception {
        try (LocalModel model = BytesModel.openWithBeginning(BytesModel.rambling())) {
            TextScore alone =
                    model.scoreAsync("ba", null, new Cancellation(), threads).get();
            assertThat(alone.ids()).containsExactly(BytesModel.BEGINNING, (int) 'b', (int) 'a');
            assertThat(alone.logprobs().get(0)).isNull();
            assertThat(alone.logprobs().get(1)).isCloseTo(logprob('b', BytesModel.BEGINNING), within(1e-6));
            TextScore behind =
                    model.scoreAsync("", "ba", new Cancellation(), threads).get();
            assertThat(behind.ids()).containsExactly((int) 'b', (int) 'a');
            assertThat(behind.logprobs()).isEqualTo(alone.logprobs().subList(1, 3));
            assertThat(behind.read()).isEqualTo(3);
        }
    }

    @Test
    void whatNothingStandsBeforeHasNoProbability() throws Exception {
        JsonNode score = scored("in.jsonl", "{\"id\": 1, \"prompt\": \"x\"}").get(0);
        assertThat(score.get("logprobs").toString()).isEqualTo("[null]");
        assertThat(score.get("logprob").asDouble()).isZero();
    }

    @Test
    void whatCannotBeScoredIsALineWithAnError() throws Exception {
        List<JsonNode> answers = scored(
                "in.jsonl",
                "{\"id\": 1, \"prompt\": \"ab\", \"text\": \"\"}\n{\"id\": 2, \"prompt\": \"\"}\n"
                        + "{\"custom_id\": 3, \"method\": \"POST\", \"url\": \"/v1/completions\", \"body\": {\"prompt\": \"a\"}}\n"
                        + "{\"id\": 4, \"prompt\": \"ab\"}\n");
        assertThat(answers).hasSize(4);
        assertThat(failed).isEqualTo(3);
        assertThat(answers.toString()).contains("no tokens").contains("says itself what is scored");
    }

    @Test
    void columnsOfATableAreScoredToo() throws Exception {
        JsonNode score = scored("in.csv", "text,prompt\nde,ba\n").get(0);
        assertThat(score.get("id").asInt()).isEqualTo(1);
        assertThat(score.get("token_ids").toString()).isEqualTo("[100,101]");
    }

    @Test
    void scoresAreNotAddedToByCompletions() throws Exception {
        scored("in.jsonl", "{\"id\": 1, \"prompt\": \"ab\"}");
        assertThatThrownBy(() -> BatchFiles.open(
                        folder.resolve("in.jsonl"), folder.resolve("out.jsonl"), BatchOptions.defaults()))
                .hasMessageContaining("is a score, but completions are asked for");
    }
}
