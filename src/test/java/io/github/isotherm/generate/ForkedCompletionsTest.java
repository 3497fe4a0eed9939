package io.github.isotherm.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.ContextLengthException;
import io.github.isotherm.error.StateMemoryException;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.processors.Temperature;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForkedCompletionsTest {
    private static final ByteCodec CODEC = new ByteCodec();
    private static final int VOCABULARY = ByteCodec.SIZE;

    /** Letters of a distribution that depends on how long the sequence is; '.' ends it. */
    private static ScriptedModel letters() {
        return new ScriptedModel(VOCABULARY, 60, sequence -> {
            float[] logits = new float[VOCABULARY];
            java.util.Arrays.fill(logits, -50);
            for (int c = 'a'; c <= 'z'; c++) {
                logits[c] = (c * 7 + sequence.size() * 3 + sequence.get(sequence.size() - 1)) % 11;
            }
            logits['.'] = 7;
            return logits;
        });
    }

    /** As above, but of a distribution that depends on every token of the sequence. */
    private static ScriptedModel rememberingLetters() {
        return new ScriptedModel(VOCABULARY, 60, sequence -> {
            float[] logits = new float[VOCABULARY];
            java.util.Arrays.fill(logits, -50);
            for (int c = 'a'; c <= 'z'; c++) {
                logits[c] = Math.floorMod(c * 7 + sequence.hashCode() * 3, 11);
            }
            logits['.'] = 7;
            return logits;
        });
    }

    private static GenerationRequest request(double temperature, int sample) {
        return GenerationRequest.of('>', '>')
                .chain(ProcessorChain.of(new Temperature(temperature)))
                .seed(7)
                .sample(sample)
                .maxTokens(12)
                .endOfSequence(List.of((int) '.'))
                .build();
    }

    private static List<GenerationRequest> grid() {
        return IntStream.range(0, 12).mapToObj(i -> request(0.5 + i / 4, i % 4)).toList();
    }

    private static ForkedCompletions run(ScriptedModel model, int rowsAtOnce, List<GenerationRequest> requests) {
        model.rowsAtOnce = rowsAtOnce;
        return run(model, SchedulerOptions.defaults(), requests);
    }

    private static ForkedCompletions run(
            ScriptedModel model, SchedulerOptions options, List<GenerationRequest> requests) {
        try (Scheduler scheduler = new Scheduler(model, CODEC, null, System::nanoTime, options)) {
            return scheduler
                    .generate(requests, row -> GenerationListener.NONE, new Cancellation())
                    .await();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 16})
    void everyRowIsWhatIsGeneratedAlone(int rowsAtOnce) {
        ForkedCompletions result = run(letters(), rowsAtOnce, grid());
        assertThat(result.completions()).hasSize(12);
        for (int i = 0; i < 12; i++) {
            GenerationResult alone =
                    run(letters(), 1, List.of(grid().get(i))).completions().get(0);
            assertThat(result.completions().get(i).text()).isEqualTo(alone.text());
            assertThat(result.completions().get(i).finishReason()).isEqualTo(alone.finishReason());
        }
        assertThat(result.completions().stream().map(GenerationResult::finishReason))
                .contains(FinishReason.STOP, FinishReason.LENGTH);
    }

    /** Whoever else ends or begins, each goes on from its own tokens. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 16})
    void everyRowGoesOnFromItsOwnTokens(int rowsAtOnce) {
        ScriptedModel model = rememberingLetters();
        ForkedCompletions result = run(model, rowsAtOnce, grid());
        for (int i = 0; i < 12; i++) {
            ForkedCompletions alone = run(rememberingLetters(), 1, List.of(grid().get(i)));
            assertThat(result.completions().get(i).text())
                    .isEqualTo(alone.completions().get(0).text());
        }
        assertThat(model.open).hasValue(0);
    }

    /** As many rows at once as the memory has room for: the prompt's two tokens, and thirteen a row. */
    @ParameterizedTest
    @CsvSource({"15, 1", "25, 1", "28, 2", "41, 3", "54, 4", "1000, 12"})
    void rowsThatDoNotFitWaitForOthersAndHaveTheSameTexts(int bytes, int atOnce) {
        ScriptedModel model = rememberingLetters();
        List<String> whole = texts(run(model, 16, grid()));
        model.bytesPerToken = 1;
        model.runs.clear();
        assertThat(texts(run(model, SchedulerOptions.defaults().withStateBytes(bytes), grid())))
                .isEqualTo(whole);
        assertThat(Collections.max(model.runs)).isBetween(Math.max(1, atOnce - 1), atOnce);
    }

    @Test
    void aRowThatNeverFitsIsRefused() {
        ScriptedModel model = letters();
        model.bytesPerToken = 1;
        assertThatThrownBy(() -> run(model, SchedulerOptions.defaults().withStateBytes(14), grid()))
                .isInstanceOf(StateMemoryException.class)
                .hasMessageContaining("2 sequences of 13 tokens")
                .hasMessageContaining("15 bytes");
    }

    private static List<String> texts(ForkedCompletions result) {
        return result.completions().stream().map(GenerationResult::text).toList();
    }

    @Test
    void thePromptIsFedOnceAndTheLogitsAfterItAreGiven() {
        ScriptedModel model = letters();
        ForkedCompletions result = run(model, 16, grid());
        assertThat(model.fed.stream().filter(chunk -> chunk.length == 2)).hasSize(1);
        assertThat(model.runs.size()).isLessThanOrEqualTo(1 + 11);
        assertThat(result.promptLogits()['.']).isEqualTo(7);
    }

    /** Only where enough runs are left to pay for it. */
    @Test
    void aModelIsWidenedForRowsThatShareRuns() {
        ScriptedModel model = letters();
        model.widens = true;
        run(model, 1, grid());
        assertThat(model.rowsAtOnce).isBetween(8, 12);
        ScriptedModel narrow = letters();
        narrow.widens = true;
        run(narrow, 1, grid().subList(0, 2));
        assertThat(narrow.rowsAtOnce).isEqualTo(1);
    }

    @Test
    void aTokenForcedAfterThePromptIsContinuedFrom() {
        ScriptedModel model = letters();
        List<GenerationRequest> forced = List.of(GenerationRequest.of('>', '>', 'q')
                .chain(ProcessorChain.of(new Temperature(0)))
                .maxTokens(1)
                .build());
        // argmax over c of (7c + 3·3 + 'q') mod 11; 7·105 + 9 + 113 = 857 = 77·11 + 10: the largest remainder, first at
        // 'i'
        assertThat(run(model, 2, forced).completions().get(0).text()).isEqualTo("i");
    }

    @Test
    void cancellingEndsAllRowsWithWhatTheyHave() {
        Cancellation cancellation = new Cancellation();
        ScriptedModel model = new ScriptedModel(VOCABULARY, 1000, sequence -> new float[VOCABULARY]);
        GenerationListener third = new GenerationListener() {
            private int tokens;

            @Override
            public void onToken(int id, io.github.isotherm.sampling.StepTrace trace) {
                if (++tokens == 3) {
                    cancellation.cancel();
                }
            }
        };
        List<GenerationRequest> requests = List.of(request(1, 0), request(1, 1), request(1, 2));
        model.rowsAtOnce = 8;
        try (Scheduler scheduler = new Scheduler(model, CODEC, null, System::nanoTime, SchedulerOptions.defaults())) {
            List<GenerationResult> results = scheduler
                    .generate(requests, row -> row == 0 ? third : GenerationListener.NONE, cancellation)
                    .await()
                    .completions();
            assertThat(results).allMatch(result -> result.finishReason() == FinishReason.CANCELLED);
            assertThat(results.get(0).completionTokens()).isEqualTo(3);
            assertThat(results.get(2).completionTokens()).isEqualTo(2);
        }
        assertThat(model.open).hasValue(0);
    }

    @Test
    void aPromptWithoutRoomIsRefused() {
        ScriptedModel model = new ScriptedModel(VOCABULARY, 2, sequence -> new float[VOCABULARY]);
        assertThatThrownBy(() -> run(model, 2, grid())).isInstanceOf(ContextLengthException.class);
    }
}
