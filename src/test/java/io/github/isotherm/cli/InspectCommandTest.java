package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InspectCommandTest {
    private static final String FIXTURES = "src/test/resources/fixtures/";

    private static JsonNode json(String folder) throws IOException {
        CommandLineRun run = CommandLineRun.of("inspect", FIXTURES + folder, "--json");
        assertThat(run.code()).as(run.err()).isZero();
        return JsonMapper.builder().build().readTree(run.out());
    }

    @Test
    void aFusedGraphInOneObject() throws IOException {
        JsonNode root = json("tiny-gqa");
        assertThat(root.get("layout").asText()).isEqualTo("graph with a cache");
        assertThat(root.get("states").has("shared buffer")).isTrue();
        assertThat(root.get("operators")
                        .get("com.microsoft.GroupQueryAttention")
                        .asInt())
                .isPositive();
        assertThat(root.get("vocabulary_size").asInt()).isPositive();
        assertThat(root.get("inputs").get(0).get("name").asText()).isEqualTo("input_ids");
        assertThat(root.get("hints").toString()).doesNotContain("GroupQueryAttention");
    }

    @Test
    void layoutsAndWhatMakesThemSlow() throws IOException {
        assertThat(json("layouts/optimum").get("hints").toString())
                .contains("no fused attention (GroupQueryAttention)");
        assertThat(json("layouts/merged").get("layout").asText()).startsWith("merged graph");
        assertThat(json("layouts/pair").get("layout").asText()).startsWith("pair of graphs");
        JsonNode plain = json("layouts/no-cache");
        assertThat(plain.get("layout").asText()).isEqualTo("graph without a cache");
        assertThat(plain.get("hints").toString()).contains("computes the whole text again");
        assertThat(json("layouts/mamba").get("states").has("fixed size")).isTrue();
        assertThat(json("layouts/external").get("weight_files")).isNotEmpty();
    }

    @Test
    void linesForPeople() {
        CommandLineRun run = CommandLineRun.of("inspect", FIXTURES + "layouts/optimum");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("optimum\n")
                .contains("model.onnx, ")
                .contains("two buffers")
                .contains("past_key_values.*.key")
                .contains("  hint: ");
    }

    @Test
    void theModelIsNamedEitherWay() {
        String named = CommandLineRun.of("inspect", "-m", FIXTURES + "tiny-gqa").out();
        assertThat(named)
                .isNotEmpty()
                .isEqualTo(CommandLineRun.of("inspect", FIXTURES + "tiny-gqa").out());
        CommandLineRun twice = CommandLineRun.of("inspect", "-m", FIXTURES + "tiny-gqa", FIXTURES + "tiny-gqa");
        assertThat(twice.code()).isEqualTo(2);
        assertThat(twice.err()).contains("The model is given twice");
    }

    @Test
    void whatAPromptBeginsWithIsTheTokenizersWord(@TempDir Path folder) throws IOException {
        Files.copy(Path.of(FIXTURES, "layouts", "no-cache", "model.onnx"), folder.resolve("model.onnx"));
        Files.writeString(folder.resolve("config.json"), "{\"bos_token_id\":5}");
        Files.copy(Path.of(FIXTURES, "tokenizers", "llama", "tokenizer.json"), folder.resolve("tokenizer.json"));
        assertThat(CommandLineRun.of("inspect", folder.toString()).out())
                .contains(
                        "tokenizer.json, no chat template, a prompt begins with 1 \"<s>\", a text ends with 2 \"</s>\""
                                + " (tokenizer.json)");
        assertThat(CommandLineRun.of("inspect", folder.toString(), "--json").out())
                .contains("\"prompt_begins\":[1],\"prompt_ends\":[]")
                .contains("\"ends\":[{\"id\":2,\"text\":\"</s>\",\"files\":[\"tokenizer.json\"]}]");
        Path gpt2 = Path.of(FIXTURES, "tokenizers", "gpt2", "tokenizer.json");
        Files.copy(gpt2, folder.resolve("tokenizer.json"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(CommandLineRun.of("inspect", folder.toString()).out())
                .contains("a prompt begins with no special token");
    }

    @Test
    void defaultsAsTheyWillActAndWhatBecomesOfEachField(@TempDir Path folder) throws IOException {
        Files.copy(Path.of(FIXTURES, "layouts", "no-cache", "model.onnx"), folder.resolve("model.onnx"));
        Files.writeString(
                folder.resolve("generation_config.json"),
                "{\"do_sample\":true,\"temperature\":0.6,\"max_new_tokens\":64,\"stop_strings\":\"\\n\","
                        + "\"num_beams\":4,\"top_z\":1,\"bos_token_id\":5,\"eos_token_id\":[7,8]}");
        CommandLineRun run = CommandLineRun.of("inspect", folder.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains(
                        "no tokenizer, no chat template, a text ends with 7 (generation_config.json) and 8 (generation_config.json)")
                .containsPattern("defaults +temperature=0.6 > top-k=50; at most 64 new tokens, stops at \"\\\\n\"\n")
                .containsPattern(
                        "configuration, used\n(    .*\n)*    temperature +0.6 +generation_config.json +the processor"
                                + " temperature\n")
                .containsPattern("known and not used\n(    .*\n)*    num_beams +4 +generation_config.json +one text is")
                .containsPattern("unknown\n    top_z +1 +generation_config.json");
        JsonNode root = JsonMapper.builder()
                .build()
                .readTree(CommandLineRun.of("inspect", folder.toString(), "--json")
                        .out());
        assertThat(root.get("defaults").get("chain").asText()).isEqualTo("temperature=0.6 > top-k=50");
        assertThat(root.get("defaults").get("max_new_tokens").asInt()).isEqualTo(64);
        assertThat(root.get("bos_token_id").asInt()).isEqualTo(5);
        assertThat(root.at("/ends/0/files/0").asText()).isEqualTo("generation_config.json");
        assertThat(root.get("configuration").findValuesAsText("use"))
                .containsOnly("used", "unused", "unknown")
                .hasSize(8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "llama  | {'sliding_window':8}                               | 8",
                "llama  | {'text_config':{'sliding_window':8.0}}             | 8",
                "llama  | {'sliding_window':8,'layer_types':['full_attention','sliding_attention']} | 8",
                "llama  | {'sliding_window':8,'use_sliding_window':false}    |",
                "llama  | {'sliding_window':8,'layer_types':['full_attention']} |",
                "llama  | {'sliding_window':null}                            |",
                "llama  | {'sliding_window':4096,'max_position_embeddings':32}|",
                "gemma3 | {'sliding_window':8}                               |"
            })
    void aWindowThatTheGraphLacksIsAWarning(String family, String config, String window, @TempDir Path folder)
            throws IOException {
        for (String file : List.of("model.onnx", "genai_config.json")) {
            Files.copy(Path.of(FIXTURES, "families", family, file), folder.resolve(file));
        }
        Files.writeString(folder.resolve("config.json"), config.replace('\'', '"'));
        CommandLineRun run = CommandLineRun.of("inspect", folder.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out().contains("  warning: config.json has a sliding window of " + window + " tokens"))
                .isEqualTo(window != null);
        assertThat(run.out().contains("warning")).isEqualTo(window != null);
    }

    @Test
    void theWindowOfTheGraphIsSaid() throws IOException {
        JsonNode gemma = json("newer/gemma3");
        assertThat(gemma.get("attention_windows").toString()).isEqualTo("[{\"tokens\":8,\"layers\":4}]");
        assertThat(gemma.get("attention_layers").asInt()).isEqualTo(6);
        assertThat(CommandLineRun.of("inspect", FIXTURES + "newer/gemma3").out())
                .containsPattern("attention +sliding window of 8 tokens in 4 of 6 layers\n");
        assertThat(json("tiny-gqa").get("attention_windows")).isEmpty();
        assertThat(CommandLineRun.of("inspect", FIXTURES + "tiny-gqa").out()).doesNotContain("sliding window");
    }

    @Test
    void endsThatDoNotCountAreAWarning(@TempDir Path folder) throws IOException {
        Files.copy(Path.of(FIXTURES, "layouts", "no-cache", "model.onnx"), folder.resolve("model.onnx"));
        Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\":2}");
        Files.writeString(folder.resolve("config.json"), "{\"eos_token_id\":[2,7,8]}");
        String warning =
                "7 and 8 end a text in config.json and not here, as generation_config.json names its ends, too,"
                        + " and counts; adding 7,8 to the ids that end a text (--stop-ids, in Java stopTokenIds) makes them"
                        + " ends.";
        assertThat(CommandLineRun.of("inspect", folder.toString()).out()).contains("  warning: " + warning + "\n");
        assertThat(CommandLineRun.of("inspect", folder.toString(), "--json").out())
                .contains("\"warnings\":[\"" + warning + "\"]");
        Files.writeString(folder.resolve("config.json"), "{\"eos_token_id\":[7]}");
        assertThat(CommandLineRun.of("inspect", folder.toString()).out())
                .contains(
                        "  warning: 7 ends a text in config.json and not here",
                        "; adding 7 to the ids that end a text (--stop-ids, in Java stopTokenIds) makes it an end.\n");
        Files.writeString(folder.resolve("config.json"), "{\"eos_token_id\":2}");
        assertThat(CommandLineRun.of("inspect", folder.toString()).out()).doesNotContain("warning");
    }

    @Test
    void whatIsNoModelIsOneSentence() {
        CommandLineRun run = CommandLineRun.of("inspect", "src");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err().strip().lines()).hasSize(1);
        assertThat(run.err()).contains("holds no ONNX model");
    }
}
