package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NextCommandIT {
    private static final String PROMPT = "This is a wonderful ___";

    private static JsonNode distribution(String... more) throws IOException {
        String[] args = new String[more.length + 3];
        args[0] = "next";
        args[1] = PROMPT;
        args[2] = "--json";
        System.arraycopy(more, 0, args, 3, more.length);
        CommandLineRun run = CommandLineRun.of(args);
        assertThat(run.code()).as(run.err()).isZero();
        return JsonMapper.builder()
                .build()
                .readTree(run.out())
                .get("temperatures")
                .get(0);
    }

    @Test
    void aSavedRunIsReplayedAndADifferenceIsFound(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("run.json");
        CommandLineRun first = CommandLineRun.of(
                "next",
                PROMPT,
                "-t",
                "0.5,1",
                "--top",
                "3",
                "-c",
                "day,wonderful experience",
                "--top-k",
                "50",
                "--save",
                file.toString());
        assertThat(first.code()).as(first.err()).isZero();
        CommandLineRun again = CommandLineRun.of("next", "--replay", file.toString());
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.out()).isEqualTo(first.out());
        assertThat(again.err()).contains("the same numbers");
        assertThat(CommandLineRun.of("next", "--replay", file.toString(), "--format", "csv")
                        .out())
                .startsWith("temperature,kind");

        CommandLineRun beside = CommandLineRun.of(
                "next", "--replay", file.toString(), "--kv-memory", "512MB", "--no-spinning", "--ascii");
        assertThat(beside.code())
                .as("how it runs is not the file's: " + beside.err())
                .isZero();
        assertThat(beside.out()).contains("|#");

        String saved = Files.readString(file);
        Files.writeString(file, saved.replaceFirst("\"probabilities\":\\[0\\.", "\"probabilities\":[0.1"));
        CommandLineRun other = CommandLineRun.of("next", "--replay", file.toString());
        assertThat(other.code()).isEqualTo(1);
        assertThat(other.err()).contains("differs at T = 0.5, rank 1: \" example\" 0.384");

        CommandLineRun named = CommandLineRun.of("next", "--replay", file.toString(), "--activations", "fast");
        assertThat(named.code()).isEqualTo(2);
        assertThat(named.err()).contains("--activations and --replay are both given");
        CommandLineRun kept = CommandLineRun.of("next", "--replay", file.toString(), "--kv-type", "float16");
        assertThat(kept.code()).isEqualTo(2);
        assertThat(kept.err()).contains("--kv-type and --replay are both given");
        Files.writeString(file, saved.replace("\"activations\":\"exact\"", "\"activations\":\"fast\""));
        assertThat(CommandLineRun.of("next", "--replay", file.toString()).err()).contains("differs at T = 0.5, rank 1");

        Files.writeString(file, saved.replaceAll("\"fingerprint\":\"....", "\"fingerprint\":\"zzzz"));
        CommandLineRun model = CommandLineRun.of("next", "--replay", file.toString());
        assertThat(model.code()).isEqualTo(1);
        assertThat(model.err()).contains("saved with the model smollm2-135m-instruct (SHA-256 zzzz");
        assertThat(model.out()).isEmpty();
    }

    @Test
    void theOrderPlacesTheTemperature() throws IOException {
        assertThat(distribution("-t", "2", "--top-p", "0.5").get("chain").asText())
                .isEqualTo("temperature=2 > top-p=0.5");
        JsonNode last = distribution("-t", "2", "--top-p", "0.5", "--order", "llama-cpp");
        assertThat(last.get("chain").asText()).isEqualTo("top-p=0.5 > temperature=2");
        assertThat(last.get("kept").asInt())
                .isEqualTo(distribution("-t", "1", "--top-p", "0.5").get("kept").asInt());
    }

    @Test
    void nucleusTailAndFunnelAreThere() throws IOException {
        JsonNode all = distribution("-t", "1", "--top", "49152");
        double sum = 0;
        double tail = 0;
        int nucleus = 0;
        for (JsonNode token : all.get("top")) {
            double p = token.get("probability").asDouble();
            nucleus += sum < 0.9 ? 1 : 0;
            sum += p;
            tail += p < 0.001 ? p : 0;
        }
        assertThat(all.get("nucleus").asInt()).isEqualTo(nucleus);
        assertThat(all.get("tail").asDouble()).isCloseTo(tail, within(1e-9));

        JsonNode cut = distribution("-t", "1", "--top", "3", "--top-k", "40", "--top-p", "0.5", "-c", "day");
        assertThat(cut.get("funnel")).hasSize(3);
        assertThat(cut.get("funnel").get(1).get("processor").asText()).isEqualTo("top-k");
        assertThat(cut.get("funnel").get(1).get("kept").asInt()).isEqualTo(40);
        double mass = 0;
        for (int i = 0; i < 40; i++) {
            mass += all.get("top").get(i).get("probability").asDouble();
        }
        assertThat(cut.get("funnel").get(1).get("mass").asDouble()).isCloseTo(mass, within(1e-9));
        CommandLineRun table = CommandLineRun.of(
                "next", PROMPT, "-t", "1", "--top", "3", "--top-k", "40", "--top-p", "0.5", "-c", "day");
        assertThat(table.out()).contains("90 % in 3 tokens").containsPattern("top-p +3 .*\" day\"");
    }

    @Test
    void aForcedTokenIsContinuedFrom() throws IOException {
        CommandLineRun forced = CommandLineRun.of("next", PROMPT, "-t", "1", "--branch", " day", "--branch", " to");
        assertThat(forced.out())
                .isEqualTo(CommandLineRun.of("next", "This is a wonderful day to", "-t", "1")
                        .out());
        assertThat(CommandLineRun.of("next", PROMPT, "--branch", "").err()).contains("--branch is empty");
    }

    @Test
    void aFolderThatIsMissingIsSaidBeforeTheWork() {
        CommandLineRun run = CommandLineRun.of("next", PROMPT, "--save", "no/such/run.json");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("there is no folder");
    }

    @Test
    void aWordInABlankCountsWithWhatFollows() throws IOException {
        CommandLineRun run = CommandLineRun.of("next", "This is a ___ day", "-c", "great,purple", "-t", "1", "--json");
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode json = JsonMapper.builder().build().readTree(run.out());
        assertThat(json.get("prompt").textValue()).isEqualTo("This is a");
        assertThat(json.get("suffix").textValue()).isEqualTo(" day");
        assertThat(json.get("considered").intValue()).isZero();
        JsonNode words = json.get("temperatures").get(0).get("candidates");
        // The same two tokens as a word of its own behind the same prompt.
        JsonNode joined = JsonMapper.builder()
                .build()
                .readTree(CommandLineRun.of("next", "This is a", "-c", "great day,purple day", "-t", "1", "--json")
                        .out())
                .get("temperatures")
                .get(0)
                .get("candidates");
        for (int i = 0; i < 2; i++) {
            assertThat(words.get(i).get("probability").doubleValue())
                    .isEqualTo(joined.get(i).get("probability").doubleValue());
            assertThat(words.get(i).get("share").doubleValue())
                    .isEqualTo(joined.get(i).get("share").doubleValue());
            assertThat(words.get(i).get("ids")).isEqualTo(joined.get(i).get("ids"));
        }
        assertThat(words.get(0).get("text").textValue()).isEqualTo(" great");
    }

    @Test
    void withoutWordsTheModelsOwnAreRankedByTheWholeSentence() throws IOException {
        JsonNode json = JsonMapper.builder()
                .build()
                .readTree(CommandLineRun.of("next", "This is a ___ day", "-t", "1", "--top", "5", "--json")
                        .out());
        assertThat(json.get("considered").intValue()).isEqualTo(64);
        JsonNode words = json.get("temperatures").get(0).get("candidates");
        assertThat(words).hasSize(5);
        double share = 0;
        double before = 1;
        for (JsonNode word : words) {
            assertThat(word.get("probability").doubleValue()).isLessThanOrEqualTo(before);
            before = word.get("probability").doubleValue();
            share += word.get("share").doubleValue();
        }
        assertThat(share).isCloseTo(1, within(1e-9));
    }

    @Test
    void aSavedRunOfABlankIsReplayed(@TempDir Path folder) {
        Path file = folder.resolve("run.json");
        CommandLineRun first =
                CommandLineRun.of("next", "This is a ___ day", "-t", "0.5,1", "--top", "3", "--save", file.toString());
        assertThat(first.code()).as(first.err()).isZero();
        CommandLineRun again = CommandLineRun.of("next", "--replay", file.toString());
        assertThat(again.out()).isEqualTo(first.out());
        assertThat(again.err()).contains("the same numbers");
    }

    @Test
    void aBranchAndABlankInsideAreRefused() {
        CommandLineRun run = CommandLineRun.of("next", "This is a ___ day", "--branch", " great");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--branch").contains("blank ___ inside");
    }
}
