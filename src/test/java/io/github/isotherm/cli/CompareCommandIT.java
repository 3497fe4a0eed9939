package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandIT {
    private static final String PROMPT = "This is a wonderful ___";

    private static CommandLineRun compare(String... more) {
        String[] args = new String[more.length + 2];
        args[0] = "compare";
        args[1] = PROMPT;
        System.arraycopy(more, 0, args, 2, more.length);
        return CommandLineRun.of(args);
    }

    @Test
    void theSameSeedGivesTheSameTextsInEveryForm() throws IOException {
        CommandLineRun json = compare("-t", "0.2,1.5", "-n", "6", "--seed", "42", "--samples", "2", "--json");
        assertThat(json.code()).as(json.err()).isZero();
        assertThat(json.err()).contains("seed 42");
        JsonNode root = JsonMapper.builder().build().readTree(json.out());
        assertThat(root.get("prompt").asText()).isEqualTo("This is a wonderful");
        assertThat(root.get("temperatures").size()).isEqualTo(2);
        JsonNode hot = root.get("temperatures").get(1);
        assertThat(hot.get("chain").asText()).isEqualTo("temperature=1.5");
        assertThat(hot.get("statistics").get("completions").asInt()).isEqualTo(2);
        assertThat(hot.get("first_token").get("samples").asInt()).isEqualTo(2);
        JsonNode completion = hot.get("completions").get(1);
        assertThat(completion.get("tokens").size()).isEqualTo(6);
        StringBuilder joined = new StringBuilder();
        completion
                .get("tokens")
                .forEach(token -> joined.append(token.get("text").asText()));
        assertThat(joined).hasToString(completion.get("text").asText());

        String text = completion.get("text").asText();
        CommandLineRun csv = compare("-t", "0.2,1.5", "-n", "6", "--seed", "42", "--samples", "2", "--format", "csv");
        assertThat(csv.out())
                .startsWith("temperature,sample,seed,finish_reason,tokens,mean_logprob_raw,text\n0.2,0,42,length,6,-")
                .contains("\n1.5,1,42,length,6,", ",\"" + text.replace("\"", "\"\"") + "\"\n");
    }

    @Test
    void aSavedRunIsReplayedAndADifferenceIsFound(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("run.json");
        CommandLineRun first =
                compare("-t", "0.5,1.5", "-n", "6", "--seed", "3", "--top-k", "50", "--save", file.toString());
        assertThat(first.code()).as(first.err()).isZero();
        CommandLineRun again = CommandLineRun.of("compare", "--replay", file.toString());
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.err()).contains("same tokens");
        assertThat(again.out()).isEqualTo(first.out());

        String saved = Files.readString(file);
        assertThat(saved).contains("\"chain\":\"top-k=50\"").containsPattern("\"fingerprint\":\"[0-9a-f]{64}\"");
        Files.writeString(file, saved.replaceAll("\"tokens\":\\[\\[(\\d+),\\d+", "\"tokens\":[[$1,5"));
        CommandLineRun other = CommandLineRun.of("compare", "--replay", file.toString());
        assertThat(other.code()).isEqualTo(1);
        assertThat(other.err()).contains("differs at T = 0.5, sample 0, token 1: ");
        Files.writeString(file, "{}");
        assertThat(CommandLineRun.of("compare", "--replay", file.toString()).err())
                .contains("has no \"command\"");
    }

    @Test
    void aReplayTakesEverythingFromItsFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("run.json");
        assertThat(compare("-t", "1", "-n", "2", "--seed", "3", "--save", file.toString())
                        .code())
                .isZero();
        for (String[] contradiction : new String[][] {
            {"--samples", "2"},
            {"-t", "1"},
            {"--top-k", "5"},
            {"--chain", "top-k=5"},
            {"--seed", "3"},
            {"--raw"},
            {"--branch", " day"},
            {"--save", file.toString()}
        }) {
            String[] args = {"compare", "--replay", file.toString(), "", ""};
            System.arraycopy(contradiction, 0, args, 3, contradiction.length);
            CommandLineRun run = CommandLineRun.of(Arrays.copyOf(args, 3 + contradiction.length));
            assertThat(run.code()).as(String.join(" ", contradiction)).isEqualTo(2);
            assertThat(run.err().trim().lines()).hasSize(1);
            assertThat(run.err()).contains("and --replay are both given");
        }
        assertThat(CommandLineRun.of("compare", PROMPT, "--replay", file.toString())
                        .err())
                .contains("its own prompt");
        assertThat(CommandLineRun.of("next", "--replay", file.toString()).err())
                .contains("one of compare", "isotherm compare --replay");

        String saved = Files.readString(file);
        Files.writeString(file, saved.replaceAll("\"fingerprint\":\"....", "\"fingerprint\":\"zzzz"));
        CommandLineRun other = CommandLineRun.of("compare", "--replay", file.toString());
        assertThat(other.code()).isEqualTo(1);
        assertThat(other.err()).contains("saved with the model smollm2-135m-instruct (SHA-256 zzzz", "--model");
        assertThat(other.out()).isEmpty();
    }

    @Test
    void aForcedTokenIsContinuedFrom() throws IOException {
        CommandLineRun run = compare("-t", "0", "-n", "4", "--seed", "1", "--branch", " day", "--json");
        JsonNode root = JsonMapper.builder().build().readTree(run.out());
        assertThat(root.get("prompt").asText()).isEqualTo("This is a wonderful day");
        JsonNode longer = JsonMapper.builder()
                .build()
                .readTree(CommandLineRun.of(
                                "compare", "This is a wonderful day", "-t", "0", "-n", "4", "--seed", "1", "--json")
                        .out());
        assertThat(root.get("temperatures")).isEqualTo(longer.get("temperatures"));
        assertThat(compare("-t", "0", "-n", "4", "--branch", "").code()).isEqualTo(2);
    }

    @Test
    void aPictureHasBarsAndCompletionsOfEachTemperature() {
        CommandLineRun run = compare("-t", "0.5,1", "-n", "4", "--seed", "3", "--samples", "2", "--format", "svg");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("<svg ")
                .contains(
                        "<title>This is a wonderful ___</title>",
                        "seed 3",
                        "T = 0.5:",
                        "T = 1:",
                        "&quot; example&quot;")
                .endsWith("</svg>\n");
    }

    @Test
    void drawnFirstTokensStandBesideTheExactOnes() throws IOException {
        CommandLineRun run = compare("-t", "1", "-n", "1", "--seed", "3", "--samples", "4");
        assertThat(run.out()).contains("drawn of 4", "entropy by token ");
        JsonNode fit = JsonMapper.builder()
                .build()
                .readTree(compare("-t", "1", "-n", "1", "--seed", "3", "--samples", "4", "--json")
                        .out())
                .get("temperatures")
                .get(0)
                .get("first_token");
        JsonNode next = JsonMapper.builder()
                .build()
                .readTree(CommandLineRun.of("next", PROMPT, "-t", "1", "--top", "10", "--json")
                        .out())
                .get("temperatures")
                .get(0)
                .get("top");
        assertThat(fit.get("likely")).hasSize(10);
        for (int i = 0; i < 10; i++) {
            assertThat(fit.get("likely").get(i).get("id")).isEqualTo(next.get(i).get("id"));
            assertThat(fit.get("likely").get(i).get("probability").asDouble())
                    .isCloseTo(next.get(i).get("probability").asDouble(), within(1e-9));
        }
    }

    @Test
    void statisticsAreShownForSeveralSamples() {
        assertThat(compare("-t", "1", "-n", "3", "--seed", "1").out())
                .startsWith("This is a wonderful ___\n\nT = 1   temperature=1\n  \" ")
                .doesNotContain("statistics");
        assertThat(compare("-t", "1", "-n", "3", "--seed", "1", "--samples", "3")
                        .out())
                .contains("statistics of 3 samples a temperature", "distinct-1");
        assertThat(compare("-t", "1", "-n", "3", "--seed", "1", "--samples", "3", "--format", "md")
                        .out())
                .startsWith("| T | sample | completion |\n|---:|---:|---|\n| 1 | 0 | `\"")
                .contains("| T | unique |");
    }

    @Test
    void aChainIsAppliedInItsOrder() {
        assertThat(compare("-t", "0.5", "-n", "2", "--seed", "1", "--chain", "top-p=0.9 > temperature=1")
                        .out())
                .contains("T = 0.5   top-p=0.9 > temperature=0.5\n");
    }

    @Test
    void badValuesEndWithTwoAndASentence() {
        for (String[] bad : new String[][] {
            {"-t", "-1"}, {"--samples", "0"}, {"-n", "0"}, {"--seed", "-1"}, {"--top-p", "1.5"}, {"--format", "xml"}
        }) {
            CommandLineRun run = compare(bad);
            assertThat(run.code()).as(String.join(" ", bad)).isEqualTo(2);
            assertThat(run.err().trim().lines()).hasSize(1);
            assertThat(run.out()).isEmpty();
        }
    }

    @Test
    void liveAndWebRefuseWhatTheyCannotDo() {
        CommandLineRun live = CommandLineRun.of("live", PROMPT);
        assertThat(live.code()).isEqualTo(2);
        assertThat(live.err()).contains("needs a terminal").contains("isotherm next");
        assertThat(CommandLineRun.of("live", PROMPT, "-t", "3").err()).contains("--temperature is 3");
        CommandLineRun web = CommandLineRun.of("web", "--host", "0.0.0.0");
        assertThat(web.code()).isEqualTo(2);
        assertThat(web.err()).contains("--token");
        assertThat(CommandLineRun.of("web", "--port", "99999").err()).contains("99999");
    }

    @Test
    void stopIdsEndACompletionInEveryCommand() {
        String whole = CommandLineRun.of("complete", PROMPT, "-t", "0", "-n", "3", "--seed", "1", "--json")
                .out();
        int second = Integer.parseInt(whole.replaceAll("(?s).*?\"id\":\\d+.*?\"id\":(\\d+).*", "$1"));
        CommandLineRun cut =
                CommandLineRun.of("complete", PROMPT, "-t", "0", "-n", "3", "--stop-ids", "0," + second, "--json");
        assertThat(cut.out()).contains("\"finish_reason\":\"stop\"").contains("\"completion_tokens\":1");
        assertThat(compare("-t", "0", "-n", "3", "--seed", "1", "--stop-ids", "" + second, "--format", "csv")
                        .out())
                .contains("\n0,0,1,stop,1,");
        CommandLineRun none = compare("-t", "0", "--stop-ids", "49152");
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("The token id 49152 is not one of the model's 49152");
        assertThat(compare("--stop-ids", "a").code()).isEqualTo(2);
    }
}
