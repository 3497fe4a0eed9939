package io.github.isotherm.sampling.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.sampling.ChainStep;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.Samples;
import io.github.isotherm.sampling.SequenceBreaker;
import io.github.isotherm.sampling.processors.Dry;
import io.github.isotherm.sampling.processors.LogitBias;
import io.github.isotherm.sampling.processors.RepetitionPenalty;
import io.github.isotherm.sampling.processors.Temperature;
import io.github.isotherm.sampling.processors.TopK;
import io.github.isotherm.sampling.processors.TopP;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChainTextTest {
    private static final ProcessorCatalog CATALOG = ProcessorCatalog.of(List.of(new EchoProvider()));

    /** Takes any parameter. */
    private static final class EchoProvider implements LogitsProcessorProvider {
        @Override
        public String name() {
            return "echo";
        }

        @Override
        public LogitsProcessor create(Map<String, Object> parameters) {
            return (candidates, context) -> {};
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "repetition-penalty=1.1 > temperature=0.7 > top-k=40 > top-p=0.95",
                "top-k(k=40, keep-ties=true)",
                "top-p(p=0.5, min-keep=3)",
                "logit-bias={3: -inf, 11: 2.5}",
                "logit-bias={}",
                "temperature=1.0E-4",
                "echo",
                "echo=3",
                "echo=\"line\\nreturn\\rtab\\tword\"",
                "dry(multiplier=0.8, sequence-breakers=[\"\\n\", \":\", \"\\\"\", [5, 6]])",
                "echo=\"a \\\" b \\\\ > c\"",
                "echo(a=[1, [2, 3]], b={x: true}, c=\"-inf\", d=false)",
                ""
            })
    void printsAsItWasWritten(String text) {
        assertThat(CATALOG.parse(text).toString()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "top_k = 40>top_p=.5 | top-k=40 > top-p=0.5",
                "temperature( t = 0.7 ) | temperature=0.7",
                "top-k(k=4, min-keep=1, keep-ties=false) | top-k=4",
                "temperature() | temperature=1",
                "temperature | temperature=1",
                "logit-bias={\"5\":+1e0,2:-inf} | logit-bias={2: -inf, 5: 1}",
                "echo=\"\\q\" | echo=\"q\"",
                "min-p(min_keep=2) | min-p(p=0, min-keep=2)"
            })
    void otherSpellingsPrintInTheUsualOne(String text, String usual) {
        assertThat(CATALOG.parse(text).toString()).isEqualTo(usual);
    }

    /** Signs that mean something in a chain, in any order. */
    @Test
    void everyTextInQuotesIsReadAsItWas() {
        Random random = new Random(13);
        String signs = "\n\r\t\\\"ntr>,)]} :=é";
        for (int n = 0; n < 2000; n++) {
            String text = random.ints(1 + random.nextInt(8), 0, signs.length())
                    .mapToObj(at -> signs.substring(at, at + 1))
                    .collect(Collectors.joining());
            Dry dry = new Dry(1, 2, 1, -1, List.of(SequenceBreaker.of(text)));
            String chain = ProcessorChain.of(dry, new TopK(3)).toString();
            assertThat(chain).doesNotContain("\n", "\r", "\t");
            assertThat(CATALOG.parse(chain).steps().get(0).processor()).isEqualTo(dry);
        }
    }

    static Stream<List<ChainStep>> randomChains() {
        Random random = new Random(11);
        return Stream.generate(() -> randomChain(random)).limit(300);
    }

    private static List<ChainStep> randomChain(Random random) {
        List<ChainStep> steps = new ArrayList<>();
        for (Samples.Sample sample : Samples.ALL) {
            if (random.nextInt(4) == 0) {
                steps.add(ChainStep.of(sample.processor()));
            }
            if (random.nextInt(4) == 0) {
                steps.add(ChainStep.of(randomProcessor(random)));
            }
        }
        Collections.shuffle(steps, random);
        steps.sort((a, b) -> Boolean.compare(b.name().equals("repair"), a.name().equals("repair")));
        return steps;
    }

    private static LogitsProcessor randomProcessor(Random random) {
        double part = random.nextBoolean() ? random.nextDouble() : random.nextInt(11) / 10.0;
        return switch (random.nextInt(5)) {
            case 0 -> new Temperature(random.nextDouble() * Math.pow(10, random.nextInt(12) - 6));
            case 1 -> new TopK(random.nextInt(1000), random.nextBoolean(), 1 + random.nextInt(3));
            case 2 -> new TopP(part, random.nextBoolean(), 1 + random.nextInt(3));
            case 3 -> new RepetitionPenalty(0.1 + part, random.nextInt(5) - 1, random.nextBoolean());
            default -> new LogitBias(Map.of(random.nextInt(50), 1 - part, 60, Double.NEGATIVE_INFINITY));
        };
    }

    @ParameterizedTest
    @MethodSource("randomChains")
    void readingWhatIsPrintedGivesTheSameChain(List<ChainStep> steps) {
        long repairs =
                steps.stream().filter(step -> step.name().equals("repair")).count();
        if (repairs > 1) {
            return;
        }
        ProcessorChain chain = ProcessorChain.ofSteps(steps);
        ProcessorChain read = CATALOG.parse(chain.toString());
        assertThat(read).isEqualTo(chain).hasSameHashCodeAs(chain).hasToString(chain.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "temperature=0.7 > | malformed at character 18: expected a processor's name but found the end",
                "temperature=0.7 top-k=4 | malformed at character 17: expected '>' or the end",
                "temperature= | expected a value",
                "temperature=hot | a value must be a number",
                "temperature=0.7.1 | a value must be a number",
                "top-k(k=4 | expected ')'",
                "top-k(4) | expected '='",
                "top-k(k=4, k=5) | only once",
                "top-k(keep-ties=true, keep_ties=true) | given twice",
                "> top-k=4 | malformed at character 1",
                "logit-bias={1 2} | expected ':'",
                "logit-bias={1: 2 | expected '}'",
                "echo=[1 2] | expected ']'",
                "echo=\"open | expected '\"'",
                "hot=1 | There is no processor \"hot\"; known are temperature, ",
                "topK=1 | There is no processor \"topK\"",
                "top-k(kay=1) | top-k has no parameter \"kay\"; it takes k, keep_ties, min_keep.",
                "top-k=1.5 | top-k's k is 1.5 but must be a whole number",
                "top-k=1e12 | top-k's k is 1.0E12 but must be a whole number",
                "top-k=true | must be a whole number",
                "temperature=true | must be a number",
                "temperature=nan | temperature is NaN",
                "temperature=inf | temperature is Infinity",
                "top-k(k=1, keep-ties=1) | must be true or false",
                "logit-bias=3 | must be a map from token ids to numbers",
                "logit-bias={day: 3} | keys must be token ids"
            })
    void whatIsMalformedIsToldInOneSentence(String text, String part) {
        assertThatThrownBy(() -> CATALOG.parse(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining(part)
                .message()
                .endsWith(".")
                .doesNotContain("\n");
    }

    @Test
    void nullIsNoValue() {
        assertThatThrownBy(() -> CATALOG.step("top_k", (Object) null)).hasMessageContaining("null but must be a value");
        assertThatThrownBy(() -> CATALOG.step("echo", Collections.singletonMap("a", null)))
                .hasMessageContaining("echo's a is null");
    }

    @Test
    void jsonNumbersOfAnyKindAreTaken() {
        assertThat(CATALOG.step("top_k", Map.of("k", 40L)).processor()).isEqualTo(new TopK(40));
        assertThat(CATALOG.step("top_k", Map.of("k", 40.0)).processor()).isEqualTo(new TopK(40));
        assertThat(CATALOG.step("temperature", 1).processor()).isEqualTo(new Temperature(1));
        assertThat(CATALOG.step("logit_bias", Map.of("bias", Map.of("3", "-inf")))
                        .processor())
                .isEqualTo(new LogitBias(Map.of(3, Double.NEGATIVE_INFINITY)));
    }

    /** It has none of the parameters that the name promises. */
    @ParameterizedTest
    @ValueSource(strings = {"top_k", "temperature", "logit_bias", "mirostat"})
    void codeUnderABuiltInsNameIsWrittenAsItsName(String name) {
        ProcessorChain chain = ProcessorChain.EMPTY.then(name, (candidates, context) -> {});
        assertThat(chain.toString()).isEqualTo(name.replace('_', '-'));
    }
}
