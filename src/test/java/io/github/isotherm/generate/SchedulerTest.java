package io.github.isotherm.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.ContextLengthException;
import io.github.isotherm.error.DecodingException;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.StepTrace;
import io.github.isotherm.sampling.TraceOptions;
import io.github.isotherm.sampling.processors.Temperature;
import io.github.isotherm.sampling.processors.TopK;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulerTest {
    private static final ByteCodec CODEC = new ByteCodec();
    private static final ProcessorChain GREEDY = ProcessorChain.of(new Temperature(0));

    private static ScriptedModel saying(String text) {
        return ScriptedModel.saying(ByteCodec.SIZE, 1, CODEC.encode(text));
    }

    private static ScriptedModel uniform() {
        return new ScriptedModel(ByteCodec.SIZE, 1000, sequence -> new float[ByteCodec.SIZE]);
    }

    private static GenerationRequest.Builder request() {
        return GenerationRequest.of('>').chain(GREEDY).maxTokens(20);
    }

    private static GenerationResult run(CausalModel model, GenerationRequest request, GenerationListener listener) {
        return run(model, request, listener, new Cancellation(), System::nanoTime);
    }

    private static GenerationResult run(
            CausalModel model,
            GenerationRequest request,
            GenerationListener listener,
            Cancellation cancellation,
            LongSupplier clock) {
        try (Scheduler scheduler = new Scheduler(model, CODEC, null, clock, SchedulerOptions.defaults())) {
            return scheduler
                    .generate(request, listener, cancellation)
                    .await()
                    .completions()
                    .get(0);
        }
    }

    private static GenerationResult run(CausalModel model, GenerationRequest request) {
        return run(model, request, GenerationListener.NONE);
    }

    /** Collects the text events. */
    private static final class Pieces implements GenerationListener {
        final List<String> pieces = new ArrayList<>();

        @Override
        public void onText(String piece) {
            pieces.add(piece);
        }
    }

    @Test
    void stopsAtEndOfSequenceWithoutIt() {
        GenerationResult result = run(
                saying("hello."), request().endOfSequence(List.of((int) '.', 0)).build());
        assertThat(result.text()).isEqualTo("hello");
        assertThat(result.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(result.completionTokens()).isEqualTo(5);
    }

    @Test
    void stopsAtTheMaximumOfTokens() {
        GenerationResult result = run(saying("hello"), request().maxTokens(3).build());
        assertThat(result.text()).isEqualTo("hel");
        assertThat(result.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(result.promptTokens()).isEqualTo(1);
    }

    @Test
    void stopsWhereTheContextEnds() {
        ScriptedModel model = new ScriptedModel(ByteCodec.SIZE, 6, sequence -> new float[ByteCodec.SIZE]);
        GenerationResult result =
                run(model, GenerationRequest.of(1, 2, 3).maxTokens(100).build());
        assertThat(result.completionTokens()).isEqualTo(3);
        assertThat(result.finishReason()).isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void namesTheNumbersWhenThePromptDoesNotFit() {
        ScriptedModel model = new ScriptedModel(ByteCodec.SIZE, 3, sequence -> new float[ByteCodec.SIZE]);
        assertThatThrownBy(() -> run(model, GenerationRequest.of(1, 2, 3).build()))
                .isInstanceOf(ContextLengthException.class)
                .hasMessageContaining("3 tokens")
                .hasMessageContaining("at most 2");
        assertThat(model.open).hasValue(0);
    }

    @Test
    void cutsAtAStopStringAcrossTokens() {
        Pieces pieces = new Pieces();
        GenerationResult result =
                run(saying("one END two"), request().stopStrings(List.of("END")).build(), pieces);
        assertThat(result.text()).isEqualTo("one ");
        assertThat(result.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(String.join("", pieces.pieces)).isEqualTo("one ");
    }

    @Test
    void letsOutWhatOnlyLookedLikeAStopString() {
        Pieces pieces = new Pieces();
        GenerationResult result = run(
                saying("an ENDLESS EN"),
                request().maxTokens(13).stopStrings(List.of("ENDS")).build(),
                pieces);
        assertThat(result.text()).isEqualTo("an ENDLESS EN");
        assertThat(String.join("", pieces.pieces)).isEqualTo(result.text());
    }

    @Test
    void streamsAnEmojiSplitOverTokensWhole() {
        Pieces pieces = new Pieces();
        String text = "a😀é漢";
        GenerationResult result =
                run(saying(text), request().maxTokens(CODEC.encode(text).length).build(), pieces);
        assertThat(result.text()).isEqualTo(text);
        assertThat(pieces.pieces).containsExactly("a", "😀", "é", "漢");
    }

    @Test
    void endsAnUnfinishedCharacterWithTheReplacementCharacter() {
        GenerationResult result = run(saying("ab😀"), request().maxTokens(4).build());
        assertThat(result.text()).isEqualTo("ab\uFFFD");
    }

    @Test
    void stopStringOfOneEmojiIsFound() {
        GenerationResult result =
                run(saying("ok 😀 more"), request().stopStrings(List.of("😀")).build());
        assertThat(result.text()).isEqualTo("ok ");
        assertThat(result.completionTokens()).isEqualTo(7);
    }

    @Test
    void listenerCanStop() {
        GenerationResult result = run(saying("abcdef"), request().build(), new GenerationListener() {
            private int seen;

            @Override
            public void onToken(int id, @Nullable StepTrace trace) {
                seen++;
            }

            @Override
            public boolean wantsStop() {
                return seen == 2;
            }
        });
        assertThat(result.text()).isEqualTo("ab");
        assertThat(result.finishReason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void stopsWhenItsTimeIsUp() {
        AtomicLong clock = new AtomicLong();
        ScriptedModel model = saying("abcdef");
        GenerationResult result = run(
                model,
                request().timeout(Duration.ofMillis(12)).build(),
                GenerationListener.NONE,
                new Cancellation(),
                () -> clock.getAndAdd(1_000_000));
        assertThat(result.finishReason()).isEqualTo(FinishReason.DEADLINE);
        assertThat(result.completionTokens()).isBetween(1, 5);
    }

    @Test
    void stopsInThePrefillWhenItsTimeIsUp() {
        AtomicLong clock = new AtomicLong();
        ScriptedModel model = new ScriptedModel(ByteCodec.SIZE, 10_000, sequence -> new float[ByteCodec.SIZE]);
        model.inRun = () -> clock.addAndGet(1_000_000);
        GenerationResult result = run(
                model,
                GenerationRequest.of(new int[5000])
                        .timeout(Duration.ofMillis(1))
                        .build(),
                GenerationListener.NONE,
                new Cancellation(),
                clock::get);
        assertThat(result.finishReason()).isEqualTo(FinishReason.DEADLINE);
        assertThat(result.completionTokens()).isZero();
        assertThat(model.fed).hasSize(1);
    }

    @Test
    void cancellingStopsWithinOneStepAndKeepsTheText() {
        Cancellation cancellation = new Cancellation();
        ScriptedModel model = saying("abcdef");
        GenerationListener impatient = new GenerationListener() {
            @Override
            public void onText(String piece) {
                if (piece.equals("c")) {
                    cancellation.cancel();
                }
            }
        };
        GenerationResult result = run(model, request().build(), impatient, cancellation, System::nanoTime);
        assertThat(result.text()).isEqualTo("abc");
        assertThat(result.finishReason()).isEqualTo(FinishReason.CANCELLED);
    }

    @Test
    void cancelledBeforeItBeginsItFeedsNothing() {
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();
        ScriptedModel model = saying("abc");
        GenerationResult result =
                run(model, request().build(), GenerationListener.NONE, cancellation, System::nanoTime);
        assertThat(result.finishReason()).isEqualTo(FinishReason.CANCELLED);
        assertThat(model.fed).isEmpty();
    }

    @Test
    void sameSeedSameTokensAndAnotherSeedOthers() {
        GenerationRequest.Builder request = GenerationRequest.of('>').maxTokens(20);
        int[] first = run(uniform(), request.seed(7).build()).tokens().toArray();
        assertThat(run(uniform(), request.seed(7).build()).tokens().toArray()).isEqualTo(first);
        assertThat(run(uniform(), request.seed(8).build()).tokens().toArray()).isNotEqualTo(first);
        assertThat(run(uniform(), request.seed(7).sample(1).build()).tokens().toArray())
                .isNotEqualTo(first);
    }

    @Test
    void theChainDecidesWhatCanBeDrawn() {
        GenerationRequest.Builder request =
                GenerationRequest.of('>').maxTokens(50).seed(3);
        int[] tokens = run(
                        uniform(), request.chain(ProcessorChain.of(new TopK(4))).build())
                .tokens()
                .toArray();
        assertThat(Arrays.stream(tokens).boxed().toList())
                .allMatch(id -> id < 4)
                .contains(0, 1, 2, 3);
    }

    @Test
    void tracesTellTheDrawnDistribution() {
        GenerationResult result = run(
                uniform(),
                request().trace(TraceOptions.top(2).withStages()).maxTokens(2).build());
        StepTrace trace = result.traces().get(1);
        assertThat(result.traces()).hasSize(2);
        assertThat(trace.step()).isEqualTo(1);
        assertThat(trace.logprobRaw()).isEqualTo(-Math.log(256), org.assertj.core.data.Offset.offset(1e-12));
        assertThat(trace.logprob()).isZero();
        assertThat(trace.kept()).isEqualTo(1);
        assertThat(trace.top()).extracting(StepTrace.Alternative::id).containsExactly(0, 1);
        assertThat(trace.stages()).extracting(StepTrace.Stage::processor).containsExactly("temperature");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 127, 128, 129, 130, 256, 257, 1300})
    void aPromptIsReadOnceInChunks(int length) {
        ScriptedModel model = new ScriptedModel(ByteCodec.SIZE, 10_000, sequence -> new float[ByteCodec.SIZE]);
        int[] prompt = prompt(length);
        run(model, GenerationRequest.of(prompt).maxTokens(1).build());
        assertThat(model.fed).allMatch(chunk -> chunk.length <= 128).hasSize((length + 127) / 128);
        assertThat(model.fed.stream().flatMapToInt(Arrays::stream).toArray()).isEqualTo(prompt);
    }

    /** Where it matters how a prompt is cut, it is always cut alike, and no lone token is fed. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 511, 512, 513, 514, 1024, 1025, 1300})
    void aModelThatIsNotExactNeverGetsALoneTokenWhereItCanHaveTwo(int length) {
        ScriptedModel model = new ScriptedModel(ByteCodec.SIZE, 10_000, sequence -> new float[ByteCodec.SIZE]);
        model.exact = false;
        int[] prompt = prompt(length);
        run(model, GenerationRequest.of(prompt).maxTokens(1).build());
        assertThat(model.fed).allMatch(chunk -> chunk.length >= Math.min(2, length) && chunk.length <= 512);
        assertThat(model.fed.stream().flatMapToInt(Arrays::stream).toArray()).isEqualTo(prompt);
    }

    private static int[] prompt(int length) {
        int[] prompt = new int[length];
        Arrays.setAll(prompt, i -> i % 200);
        return prompt;
    }

    @Test
    void unusableLogitsNameTheStepAndLeaveNoSequenceOpen() {
        ScriptedModel model = new ScriptedModel(4, 100, sequence -> new float[] {0, Float.NaN, 0, 0});
        assertThatThrownBy(() -> run(model, GenerationRequest.of(1).build()))
                .isInstanceOf(DecodingException.class)
                .hasMessageContaining("token 1")
                .hasMessageContaining("NaN");
        assertThat(model.open).hasValue(0);
    }

    @Test
    void withoutTokenizerThereAreTokensButNoText() {
        ScriptedModel model = saying("abc");
        try (Scheduler scheduler = new Scheduler(model, null, null, System::nanoTime, SchedulerOptions.defaults())) {
            GenerationResult result = scheduler
                    .generate(request().maxTokens(3).build(), GenerationListener.NONE, new Cancellation())
                    .await()
                    .completions()
                    .get(0);
            assertThat(result.text()).isEmpty();
            assertThat(result.tokens().toArray()).containsExactly('a', 'b', 'c');
        }
    }

    @Test
    void refusesAnEmptyPrompt() {
        assertThatThrownBy(() -> GenerationRequest.of().build())
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("prompt is empty");
    }

    @Test
    void refusesNoTokens() {
        assertThatThrownBy(() -> request().maxTokens(0).build())
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("max-tokens is 0 but must be a whole number of at least 1.");
    }

    @Test
    void refusesAnEmptyStopString() {
        assertThatThrownBy(() -> request().stopStrings(List.of("a", "")).build())
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("stop string is empty");
    }

    @Test
    void refusesASeedThatJavaScriptCannotHold() {
        assertThatThrownBy(() -> request().seed(1L << 53).build())
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("9007199254740991");
    }

    @Test
    void refusesNegativeSeeds() {
        assertThatThrownBy(() -> request().seed(-1).build()).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void refusesATimeoutOfZero() {
        assertThatThrownBy(() -> request().timeout(Duration.ZERO).build())
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("timeout");
    }
}
