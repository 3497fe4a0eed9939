package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.compare.ComparedCompletions;
import io.github.isotherm.compare.Comparison;
import io.github.isotherm.compare.ComparisonListener;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.generate.GenerationResult;
import io.github.isotherm.generate.SchedulerOptions;
import io.github.isotherm.next.TemperatureSweep;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.StepTrace;
import io.github.isotherm.sampling.TraceOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One prefix, one distribution: whatever asks, and whatever was asked before or beside it. With the bundled model. */
class OneDistributionIT {
    private static final String PROMPT = "This is a wonderful";
    private static LocalModel model;

    @BeforeAll
    static void open() {
        model = LocalModel.openBundled();
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static CompletionOptions greedy(int most) {
        return CompletionOptions.defaults().temperature(0).maxTokens(most);
    }

    private static GenerationResult complete(LocalModel with, int[] prompt, CompletionOptions options) {
        return with.complete(prompt, options, GenerationListener.NONE, new Cancellation())
                .result();
    }

    private static int[] joined(int[] prompt, int[] more, int count) {
        return IntStream.concat(Arrays.stream(prompt), Arrays.stream(more, 0, count))
                .toArray();
    }

    /** What a completion says of each of its tokens is what next says after the tokens before it, to the bit. */
    @Test
    void theTraceOfACompletionIsNextAtEachOfItsTokens() {
        int[] prompt = model.encode(PROMPT);
        GenerationResult result = complete(
                model,
                prompt,
                CompletionOptions.defaults().seed(11L).maxTokens(24).trace(TraceOptions.top(5)));
        int[] tokens = result.tokens().toArray();
        assertThat(tokens).hasSizeGreaterThan(12);
        for (int at = 0; at < tokens.length; at++) {
            int[] before = joined(prompt, tokens, at);
            StepTrace trace = result.traces().get(at);
            var next = model.next(before, new TemperatureSweep(ProcessorChain.EMPTY, List.of(1.0), 5, List.of()))
                    .distributions()
                    .get(0);
            for (int i = 0; i < 5; i++) {
                assertThat(trace.top().get(i).id()).isEqualTo(next.top().get(i).id());
                assertThat(Math.exp(trace.top().get(i).logprobRaw()))
                        .isCloseTo(next.top().get(i).probability(), org.assertj.core.data.Offset.offset(1e-12));
            }
            assertThat(trace.logprobRaw()).isEqualTo(logSoftmax(model.logits(before), tokens[at]));
        }
    }

    /** As the trace computes it: bits are equal only where the logits are. */
    private static double logSoftmax(float[] logits, int id) {
        return new io.github.isotherm.sampling.Candidates(logits.length)
                        .load(logits)
                        .logit(id)
                - new io.github.isotherm.sampling.Candidates(logits.length)
                        .load(logits)
                        .logSumExp();
    }

    @Test
    void aTextGoesOnAlikeFromTheMiddleOfItself() {
        int[] prompt = model.encode("Once upon a time");
        int[] whole = complete(model, prompt, greedy(60)).tokens().toArray();
        for (int half : new int[] {1, 7, 30, 59}) {
            int[] rest = complete(model, joined(prompt, whole, half), greedy(whole.length - half))
                    .tokens()
                    .toArray();
            assertThat(rest).isEqualTo(Arrays.copyOfRange(whole, half, whole.length));
        }
    }

    /** Warm: the first turn is held; cold: nothing is; foreign: another text that begins alike is. */
    @Test
    void aSecondTurnIsTheSameWithAWarmAColdAndAForeignCache() {
        int[] first = model.encode("User: Name three colours, and say why you like them.\nAssistant:");
        int[] answer = complete(model, first, greedy(40)).tokens().toArray();
        int[] second =
                joined(joined(first, answer, answer.length), model.encode("\nUser: And a fourth one?\nAssistant:"), 10);
        CompletionOptions options =
                CompletionOptions.defaults().seed(5L).maxTokens(30).trace(TraceOptions.TOKENS);
        GenerationResult warm = complete(model, second, options);
        GenerationResult cold;
        try (LocalModel fresh = LocalModel.open(
                LocalModel.bundledFolder(),
                EngineOptions.defaults(),
                SchedulerOptions.defaults().withKept(0))) {
            cold = complete(fresh, second, options);
        }
        GenerationResult foreign;
        try (LocalModel other = LocalModel.openBundled()) {
            complete(other, joined(second, model.encode(" Something else entirely"), 2), greedy(20));
            complete(other, joined(first, answer, 5), greedy(9));
            foreign = complete(other, second, options);
        }
        assertThat(cold.tokens().toArray()).isEqualTo(warm.tokens().toArray());
        assertThat(foreign.tokens().toArray()).isEqualTo(warm.tokens().toArray());
        assertThat(logprobs(cold)).isEqualTo(logprobs(warm)).isEqualTo(logprobs(foreign));
    }

    private static List<Double> logprobs(GenerationResult result) {
        return result.traces().stream().map(StepTrace::logprobRaw).toList();
    }

    @Test
    void theTextsOfAComparisonAreThoseOfSingleRequests() {
        int[] prompt = model.encode(PROMPT);
        List<Double> temperatures = List.of(0.0, 0.4, 0.8, 1.0, 1.3, 2.0);
        Comparison comparison = new Comparison(ProcessorChain.EMPTY, temperatures, 1, 42, 24, List.of());
        ComparedCompletions compared = model.compare(prompt, comparison, ComparisonListener.NONE, new Cancellation());
        for (int t = 0; t < temperatures.size(); t++) {
            GenerationResult alone = complete(
                    model,
                    prompt,
                    CompletionOptions.defaults()
                            .chain(ProcessorChain.of(
                                    new io.github.isotherm.sampling.processors.Temperature(temperatures.get(t))))
                            .seed(42L)
                            .maxTokens(24)
                            .trace(TraceOptions.TOKENS));
            GenerationResult row = compared.groups().get(t).samples().get(0);
            assertThat(row.text()).isEqualTo(alone.text());
            assertThat(logprobs(row)).isEqualTo(logprobs(alone));
        }
    }

    /** Sixteen prompts that come when they come, three times. */
    @Test
    void whoeverElseAsksATextIsItsOwn() {
        Random random = new Random(3);
        List<int[]> prompts = IntStream.range(0, 16)
                .mapToObj(i -> model.encode("Story " + i + ": " + "the lighthouse by the sea, ".repeat(i % 5 + 1)))
                .toList();
        List<GenerationResult> alone = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            alone.add(complete(model, prompts.get(i), options(i)));
        }
        ExecutorService threads = Executors.newCachedThreadPool();
        try (LocalModel busy = LocalModel.open(
                LocalModel.bundledFolder(), EngineOptions.defaults().withRows(4))) {
            for (int round = 0; round < 3; round++) {
                List<CompletableFuture<GenerationResult>> running = new ArrayList<>();
                for (int i = 0; i < prompts.size(); i++) {
                    int number = i;
                    pause(random.nextInt(60));
                    running.add(CompletableFuture.supplyAsync(
                            () -> complete(busy, prompts.get(number), options(number)), threads));
                }
                for (int i = 0; i < prompts.size(); i++) {
                    GenerationResult result = running.get(i).join();
                    assertThat(result.text()).isEqualTo(alone.get(i).text());
                    assertThat(logprobs(result)).isEqualTo(logprobs(alone.get(i)));
                }
            }
        } finally {
            threads.shutdown();
        }
    }

    private static CompletionOptions options(int number) {
        return CompletionOptions.defaults()
                .seed((long) number)
                .maxTokens(6 + number % 7)
                .trace(TraceOptions.TOKENS);
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
