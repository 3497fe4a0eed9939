package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.isotherm.LocalModel;
import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the playground's command needs to be exact: tokens by their ids, and words with commas. */
class BranchIdsIT {
    private static final String PROMPT = "This is a";

    private static LocalModel model;

    @BeforeAll
    static void open() {
        model = LocalModel.openBundled();
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static int id(String text) {
        int[] ids = model.encode(text);
        assertThat(ids).hasSize(1);
        return ids[0];
    }

    private static JsonNode json(String... args) throws IOException {
        CommandLineRun run = CommandLineRun.of(args);
        assertThat(run.code()).as(run.err()).isZero();
        return JsonMapper.builder().build().readTree(run.out());
    }

    @Test
    void continueFromThoseVeryTokens() throws IOException {
        int[] branch = {id(" w"), id("onder")};
        String ids = branch[0] + "," + branch[1];
        JsonNode printed = json("next", PROMPT, "-t", "1", "--top", "1", "--branch-ids", ids, "--json");
        int[] all = IntStream.concat(IntStream.of(model.encode(PROMPT)), IntStream.of(branch))
                .toArray();
        float[] logits = model.logits(all);
        int best = IntStream.range(0, logits.length)
                .reduce((a, b) -> logits[b] > logits[a] ? b : a)
                .orElseThrow();
        JsonNode first = printed.get("temperatures").get(0).get("top").get(0);
        assertThat(first.get("id").asInt()).isEqualTo(best);
        assertThat((float) first.get("logit").asDouble()).isEqualTo(logits[best]);
        assertThat(printed.get("prompt").asText()).isEqualTo("This is a wonder");
        JsonNode asText = json("next", PROMPT, "-t", "1", "--top", "1", "--branch", " wonder", "--json");
        assertThat(asText.get("prompt_tokens")).hasSize(all.length - 1);
    }

    @Test
    void areTheSameAsTheTextThatIsOneToken() throws IOException {
        String[] line = {"compare", PROMPT, "-t", "0", "-n", "4", "--seed", "1", "--json", "--branch-ids", ""};
        line[line.length - 1] = Integer.toString(id(" day"));
        assertThat(json(line))
                .isEqualTo(json("compare", PROMPT, "-t", "0", "-n", "4", "--seed", "1", "--json", "--branch", " day"));
    }

    @Test
    void whatCannotBeIsRefusedInASentence() {
        CommandLineRun both = CommandLineRun.of("next", PROMPT, "--branch", " day", "--branch-ids", "5");
        assertThat(both.code()).isEqualTo(2);
        assertThat(both.err()).contains("--branch and --branch-ids are both given");
        CommandLineRun inside = CommandLineRun.of("next", "This is a ___ day", "--branch-ids", "5");
        assertThat(inside.code()).isEqualTo(2);
        assertThat(inside.err()).contains("--branch-ids continues a prompt at its end");
        for (String command : new String[] {"next", "compare"}) {
            CommandLineRun unknown = CommandLineRun.of(command, PROMPT, "--branch-ids", "49152");
            assertThat(unknown.code()).isEqualTo(2);
            assertThat(unknown.err()).contains("The token id 49152 is not one of the model's 49152");
            assertThat(CommandLineRun.of(command, PROMPT, "--branch-ids", "-1").code())
                    .isEqualTo(2);
        }
    }

    @Test
    void aWordKeepsItsCommas() throws IOException {
        JsonNode printed = json(
                "next",
                PROMPT,
                "-t",
                "1",
                "-c",
                "day,night",
                "--candidate",
                "day, night",
                "--candidate",
                "a",
                "--json");
        assertThat(printed.get("temperatures").get(0).get("candidates").findValuesAsText("text"))
                .containsExactly(" day", " night", " day, night", " a");
    }
}
