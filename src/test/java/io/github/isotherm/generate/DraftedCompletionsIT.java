package io.github.isotherm.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.CompletionOptions;
import io.github.isotherm.EngineOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.sampling.TraceOptions;
import io.github.isotherm.sampling.processors.JsonSchemaConstraint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** With the real model, guesses change nothing: not a bit of a trace, alone or in company. {@code -Ddrafts.prompts}: of how many; {@code
 * -Ddrafts.activations}: exact or fast. */
class DraftedCompletionsIT {
    private static final int PROMPTS = Integer.getInteger("drafts.prompts", 24);
    private static final Activations ACTIVATIONS =
            Activations.of("drafts.activations", System.getProperty("drafts.activations", "exact"));
    private static final int AT_ONCE = 8;
    private static final String SCHEMA = """
            {"type": "object",
             "properties": {"first": {"type": "string", "maxLength": 20}, "second": {"type": "string", "maxLength": 20}},
             "required": ["first", "second"]}""";

    private final String text;

    DraftedCompletionsIT() throws IOException {
        text = Files.readString(Path.of("models", "check_text.txt"));
    }

    /** A piece of a text, and every other time its beginning once more, so that the rest may be copied. */
    private String prompt(int number) {
        int from = number * 311 % (text.length() - 400);
        String piece = text.substring(from, from + 150 + number % 7 * 30).strip();
        return number % 2 == 0 ? piece : piece + "\n\n" + piece.substring(0, 40).strip();
    }

    private static CompletionOptions options(int number) {
        CompletionOptions options = CompletionOptions.defaults()
                .seed((long) number)
                .maxTokens(24)
                .trace(TraceOptions.top(3).withStages());
        return switch (number % 8) {
            case 0 -> options.temperature(0);
            case 1, 2 -> options;
            case 3 -> options.temperature(0.7).topP(0.95);
            case 4 -> options.temperature(1.0).topP(1.0);
            case 5 -> options.repetitionPenalty(1.1);
            case 6 -> options.temperature(0.5).stop(List.of("\n", "the "));
            default -> options.with(JsonSchemaConstraint.of(SCHEMA)).maxTokens(40);
        };
    }

    private static LocalModel open(Drafting drafting, int rows) {
        return LocalModel.open(
                LocalModel.bundledFolder(),
                EngineOptions.defaults().withRows(rows).withActivations(ACTIVATIONS),
                SchedulerOptions.defaults().withDrafting(drafting));
    }

    private List<GenerationResult> inCompany(LocalModel model) {
        List<CompletableFuture<GenerationResult>> asked = new ArrayList<>();
        for (int from = 0; from < PROMPTS; from += AT_ONCE) {
            List<CompletableFuture<GenerationResult>> some = IntStream.range(from, Math.min(PROMPTS, from + AT_ONCE))
                    .mapToObj(i -> model.completeAsync(
                                    model.encode(prompt(i)),
                                    options(i),
                                    GenerationListener.NONE,
                                    new Cancellation(),
                                    ForkJoinPool.commonPool())
                            .thenApply(completion -> completion.result()))
                    .toList();
            some.forEach(CompletableFuture::join);
            asked.addAll(some);
        }
        return asked.stream().map(CompletableFuture::join).toList();
    }

    private List<GenerationResult> alone(LocalModel model) {
        return IntStream.range(0, PROMPTS)
                .mapToObj(i -> model.complete(prompt(i), options(i)).result())
                .toList();
    }

    private static void assertSame(List<GenerationResult> plain, List<GenerationResult> guessed) {
        for (int i = 0; i < plain.size(); i++) {
            GenerationResult one = plain.get(i);
            GenerationResult other = guessed.get(i);
            assertThat(other.text()).as("prompt " + i).isEqualTo(one.text());
            assertThat(other.tokens().toArray()).isEqualTo(one.tokens().toArray());
            assertThat(other.finishReason()).isEqualTo(one.finishReason());
            assertThat(other.traces())
                    .isEqualTo(one.traces())
                    .hasSameSizeAs(one.tokens().toArray());
            assertThat(other.constraint()).isEqualTo(one.constraint());
        }
    }

    private static long taken(List<GenerationResult> results) {
        return results.stream().mapToLong(one -> one.drafts().taken()).sum();
    }

    @Test
    void areTheSameToTheBit() {
        List<GenerationResult> plain;
        try (LocalModel model = open(Drafting.OFF, 1)) {
            plain = alone(model);
        }
        assertThat(taken(plain)).isZero();
        List<GenerationResult> alone;
        List<GenerationResult> together;
        try (LocalModel model = open(Drafting.PROMPT_LOOKUP, 1)) {
            alone = alone(model);
        }
        try (LocalModel model = open(Drafting.PROMPT_LOOKUP, AT_ONCE)) {
            together = inCompany(model);
        }
        assertSame(plain, alone);
        assertSame(plain, together);
        assertThat(taken(alone)).isPositive();
        assertThat(taken(together)).isPositive();
        System.out.printf(
                "%d tokens of %d texts are the same to the bit; %d and %d of them were guessed%n",
                plain.stream().mapToInt(GenerationResult::completionTokens).sum(),
                PROMPTS,
                taken(alone),
                taken(together));
    }
}
