package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApplyCommandTest {
    private static final String[] ARTICLE = {
        "apply", "day=5", "space=2.2", "furniture=2.0", "experience=4.5", "problem=3.0", "challenge=2.7"
    };

    private static CommandLineRun article(String... more) {
        String[] args = java.util.Arrays.copyOf(ARTICLE, ARTICLE.length + more.length);
        System.arraycopy(more, 0, args, ARTICLE.length, more.length);
        return CommandLineRun.of(args);
    }

    /** The probabilities the article prints, and its formula at T = 0.5 and 2, to six digits. */
    @ParameterizedTest
    @CsvSource({
        "1,   0.512106, 0.031141, 0.025496, 0.310608, 0.069306, 0.051343, 1.2449, 3.473",
        "0.5, 0.713051, 0.002637, 0.001767, 0.262317, 0.013060, 0.007167, 0.7110, 2.036",
        "2,   0.340943, 0.084075, 0.076075, 0.265526, 0.125426, 0.107955, 1.6238, 5.072",
    })
    void printsTheArticlesTable(
            String temperature,
            String day,
            String space,
            String furniture,
            String experience,
            String problem,
            String challenge,
            String entropy,
            String effective) {
        CommandLineRun run = article("--temperature", temperature);
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("entropy " + entropy.substring(0, 5))
                .contains(effective + " effective candidates")
                .containsPattern("day +5 +" + day)
                .containsPattern("space +2.2 +" + space)
                .containsPattern("furniture +2 +" + furniture)
                .containsPattern("experience +4.5 +" + experience)
                .containsPattern("problem +3 +" + problem)
                .containsPattern("challenge +2.7 +" + challenge);
    }

    @Test
    void temperatureOneIsWhatHappensWithoutOptions() {
        assertThat(article().out()).isEqualTo(article("-t", "1").out());
    }

    @Test
    void zeroTemperatureTakesTheLargest() {
        assertThat(article("-t", "0").out())
                .containsPattern("day +5 +1.000000")
                .containsPattern("space +2.2 +0.000000");
    }

    @Test
    void bothSpellingsOfAChainGiveTheSame() {
        assertThat(article("--chain", "temperature=0.5 > top-k=2").out())
                .isEqualTo(article("-t", "0.5", "--top-k", "2").out());
    }

    @Test
    void presetsOrderTheSameOptionsDifferently() {
        String[] logits = {"apply", "a=3", "b=2", "c=1", "-t", "0.5", "--top-p", "0.8"};
        String[] last = java.util.Arrays.copyOf(logits, logits.length + 2);
        last[logits.length] = "--order";
        last[logits.length + 1] = "llama-cpp";
        assertThat(CommandLineRun.of(logits).out())
                .containsPattern("a +3 +1.000000")
                .containsPattern("b +2 +0.000000");
        assertThat(CommandLineRun.of(last).out()).containsPattern("b +2 +0.119203");
    }

    @Test
    void barsStandOnOneAxis() {
        assertThat(CommandLineRun.of("apply", "a=0", "b=0", "--ascii").out())
                .contains("|" + "#".repeat(20) + " ".repeat(20) + "|");
        assertThat(CommandLineRun.of("apply", "a=0", "b=-inf").out()).contains("|" + "█".repeat(40) + "|");
    }

    @Test
    void printsJsonWithFullPrecision() {
        CommandLineRun run = CommandLineRun.of("apply", "a=1", "b=0", "--json");
        assertThat(run.out()).contains("\"probability\":0.73105857863000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "apply a=1 -t -1            | temperature is -1 but must be a finite number of at least 0",
                "apply a=1 -t NaN           | temperature is NaN but must be",
                "apply a=1 --top-p 1.5      | top-p is 1.5 but must be between 0 and 1.",
                "apply a=1 --top-k 1.5      | top-k's k is 1.5 but must be a whole number.",
                "apply a=1 --top-k -3       | top-k is -3 but must be a whole number of at least 0.",
                "apply a=1 -t hot           | --temperature is hot but must be a number.",
                "apply a=x                  | the logit of a is x but must be a number, -inf, inf or nan.",
                "apply a                    | must be a token and its logit",
                "apply a=1 --chain top-q=1  | There is no processor \"top-q\"",
                "apply a=1 --chain top-k=   | is malformed at character 7",
                "apply a=1 --order alphabet | --order is alphabet but must be hf, llama-cpp or openai.",
                "apply a=1 --tempurature 1  | Unknown option",
                "apply a=1 --chain top-k=1 --top-k 2 | both given",
                "apply a=1 b=nan            | NaN",
            })
    void badInputIsOneSentenceAndCodeTwo(String line, String sentence) {
        CommandLineRun run = CommandLineRun.of(line.trim().split(" +"));
        assertThat(run.err()).startsWith("isotherm: ").contains(sentence);
        assertThat(run.err().trim().lines()).hasSize(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.code()).isEqualTo(line.contains("b=nan") ? 1 : 2);
    }
}
