package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Patience;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line with the bundled model. */
class CommandLineIT {
    private static final String PROMPT = "This is a wonderful ___";

    @TempDir
    private Path folder;

    private static JsonNode json(CommandLineRun run) throws IOException {
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out().trim().lines()).hasSize(1);
        return JsonMapper.builder().build().readTree(run.out());
    }

    private static String libraryText() {
        try (LocalModel model = LocalModel.openBundled()) {
            return model.complete(
                            "This is a wonderful",
                            CompletionOptions.defaults()
                                    .temperature(1)
                                    .seed(42L)
                                    .maxTokens(20))
                    .text();
        }
    }

    @Test
    void completesAndSaysWithWhat() {
        CommandLineRun run = CommandLineRun.of(PROMPT, "-t", "1", "--seed", "42", "-n", "20");
        assertThat(run.code()).isZero();
        assertThat(run.err())
                .contains("smollm2-135m-instruct")
                .contains("temperature 1,")
                .contains("seed 42")
                .contains("removed \" ___\"");
        assertThat(run.out()).isEqualTo(libraryText() + "\n");
    }

    @Test
    void jsonHoldsTheTextAndEveryToken() throws IOException {
        JsonNode root = json(CommandLineRun.of(
                "complete", PROMPT, "-t", "1", "--seed", "42", "-n", "20", "--json", "--logprobs", "3"));
        assertThat(root.get("text").asText()).isEqualTo(libraryText());
        assertThat(root.get("finish_reason").asText()).isIn("length", "stop");
        assertThat(root.get("seed").asLong()).isEqualTo(42);
        assertThat(root.get("model").asText()).isEqualTo("smollm2-135m-instruct");
        assertThat(root.get("chain").asText()).contains("top-p=0.9");
        JsonNode usage = root.get("usage");
        assertThat(usage.get("prompt_tokens").asInt()).isEqualTo(4);
        assertThat(usage.get("completion_tokens").asInt())
                .isEqualTo(root.get("tokens").size());
        assertThat(usage.get("total_tokens").asInt())
                .isEqualTo(4 + root.get("tokens").size());
        StringBuilder text = new StringBuilder();
        for (JsonNode token : root.get("tokens")) {
            text.append(token.get("text").asText());
            assertThat(token.get("logprob_raw").asDouble()).isNegative();
            assertThat(token.get("logprob").asDouble()).isNotPositive();
            assertThat(token.get("rank").asInt()).isPositive();
            assertThat(token.get("entropy").asDouble()).isNotNegative();
            assertThat(token.get("kept").asInt()).isPositive();
            assertThat(token.get("bytes").size()).isPositive();
            assertThat(token.get("top").size()).isEqualTo(3);
        }
        assertThat(text).hasToString(root.get("text").asText());
    }

    @Test
    void readsThePromptFromStandardInput() {
        CommandLineRun run =
                CommandLineRun.with("This is a wonderful\n", "complete", "-t", "1", "--seed", "42", "-n", "20");
        assertThat(run.out()).isEqualTo(libraryText() + "\n");
        assertThat(run.err()).contains("newline");
    }

    @Test
    void takesTheModelFromTheEnvironment() {
        String bundled = LocalModel.bundledFolder().toString();
        CommandLineRun run = CommandLineRun.with(
                Map.of("ISOTHERM_MODEL", bundled), "", "complete", PROMPT, "-n", "1", "--seed", "1");
        assertThat(run.code()).isZero();
    }

    @Test
    void nextAsJsonEqualsASoftmaxOfLogits() throws IOException {
        JsonNode logits = json(CommandLineRun.of("logits", PROMPT));
        assertThat(logits.get("ids").size()).isEqualTo(4);
        double[] raw = new double[logits.get("logits").size()];
        assertThat(raw).hasSize(49152);
        for (int i = 0; i < raw.length; i++) {
            raw[i] = logits.get("logits").get(i).asDouble();
        }
        JsonNode next = json(CommandLineRun.of(
                "next", PROMPT, "--temperatures", "0.2,1,2", "--candidates", "day,space", "--top", "20", "--json"));
        assertThat(next.get("prompt").asText()).isEqualTo("This is a wonderful");
        assertThat(next.get("prompt_tokens").get(1).get("text").asText()).isEqualTo(" is");
        assertThat(next.get("vocabulary_size").asInt()).isEqualTo(49152);
        for (JsonNode distribution : next.get("temperatures")) {
            double t = distribution.get("temperature").asDouble();
            double sum = java.util.Arrays.stream(raw)
                    .map(l -> Math.exp(l / t - 20 / t))
                    .sum();
            for (JsonNode token : distribution.get("top")) {
                double expected = Math.exp(raw[token.get("id").asInt()] / t - 20 / t) / sum;
                assertThat(token.get("probability").asDouble()).isCloseTo(expected, within(1e-6));
            }
            assertThat(distribution.get("candidates").size()).isEqualTo(2);
            assertThat(distribution.get("top").size()).isEqualTo(20);
        }
    }

    @Test
    void nextDrawsBarsForEveryTemperatureAndTheUsersWords() {
        CommandLineRun run = CommandLineRun.of("next", PROMPT, "-t", "0.2,1", "-c", "day,space", "--top", "5");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains(
                        "T = 0.2 ",
                        "T = 1 ",
                        "effective candidates",
                        "\" example\"",
                        "49,147 others",
                        "your words",
                        "\" day\"");
        assertThat(CommandLineRun.of("next", PROMPT, "-t", "1", "--ascii").out())
                .contains("|##")
                .doesNotContain("█");
    }

    /** Everywhere but in apply. */
    @Test
    void aDryWithoutBreakersGetsTheUsualOnesEverywhere() throws IOException {
        String dry = "dry(multiplier=0.8)";
        String usual = "sequence-breakers=[\\\"\\\\n\\\", \\\":\\\"";
        assertThat(json(CommandLineRun.of("next", PROMPT, "-t", "1", "--chain", dry, "--json"))
                        .toString())
                .contains(usual);
        assertThat(json(CommandLineRun.of("complete", PROMPT, "-n", "1", "--chain", dry, "--json"))
                        .toString())
                .contains(usual);
        assertThat(CommandLineRun.of("compare", PROMPT, "-t", "1", "-n", "2", "--chain", dry, "--seed", "1")
                        .out())
                .contains("sequence-breakers=[\"\\n\", \":\"");
    }

    @Test
    void nextHasAFormForEveryUse() {
        assertThat(CommandLineRun.of("next", PROMPT, "-t", "1", "--top", "2", "-c", "day", "--format", "csv")
                        .out())
                .startsWith("temperature,kind,rank,id,text,logit,probability,share\n1,token,1,1183,\" example\",")
                .contains("\n1,rest,", "\n1,candidate,");
        assertThat(CommandLineRun.of("next", PROMPT, "-t", "1", "--format", "md")
                        .out())
                .startsWith("### T = 1: entropy ")
                .contains("| 1 | `\" example\"` | 0.");
        assertThat(CommandLineRun.of("next", PROMPT, "-t", "0.5,1", "--format", "svg")
                        .out())
                .startsWith("<svg ")
                .contains("<title>This is a wonderful ___</title>", "T = 0.5", "T = 1")
                .endsWith("</svg>\n");
    }

    @Test
    void tokensAreShownWithTheirText() {
        assertThat(CommandLineRun.of("tokens", "This is a wonderful").out())
                .isEqualTo("1348  \"This\"\n 314  \" is\"\n 253  \" a\"\n8264  \" wonderful\"\n");
    }

    /** A JVM of its own, from another folder, with an empty home and a POSIX locale. */
    @Test
    void theJarRunsFromAnywhereAndWritesOnlyToItsCache() throws Exception {
        File jar = new File(System.getProperty("isotherm.jar", "target/isotherm.jar"));
        assertThat(jar).exists();
        Path home = Files.createDirectory(folder.resolve("home"));
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path output = folder.resolve("out");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.home=" + home,
                "-Djava.io.tmpdir=" + temporary,
                "-jar",
                jar.getAbsolutePath(),
                "tokens",
                "caffè 😀",
                "--json"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectOutput(output.toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().put("HOME", home.toString());
        builder.environment().put("LC_ALL", "C");
        builder.environment().remove("XDG_CACHE_HOME");
        builder.environment().remove("ISOTHERM_HOME");
        builder.environment().remove("ISOTHERM_MODEL");
        Process process = builder.start();
        assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(folder.resolve("err"))).isEmpty();
        assertThat(process.exitValue()).isZero();
        assertThat(Files.readString(output, StandardCharsets.UTF_8)).contains("\"text\":\"caffè 😀\"");
        try (var files = Files.walk(home)) {
            assertThat(files.filter(Files::isRegularFile))
                    .allMatch(file -> file.toString()
                            .replace('\\', '/')
                            .toLowerCase(java.util.Locale.ROOT)
                            .contains("isotherm"));
        }
    }
}
