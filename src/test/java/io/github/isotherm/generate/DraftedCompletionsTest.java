package io.github.isotherm.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.Patience;
import io.github.isotherm.error.DecodingException;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.UserCodeException;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.TokenSequence;
import io.github.isotherm.sampling.TraceOptions;
import io.github.isotherm.sampling.processors.Mirostat;
import io.github.isotherm.sampling.processors.NoRepeatNgram;
import io.github.isotherm.sampling.processors.RepetitionPenalty;
import io.github.isotherm.sampling.processors.Temperature;
import io.github.isotherm.sampling.processors.TopP;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Guesses save runs and change nothing else. */
@Timeout(Patience.SECONDS)
class DraftedCompletionsTest {
    private static final ByteCodec CODEC = new ByteCodec();
    private static final ProcessorChain GREEDY = ProcessorChain.of(new Temperature(0));

    private static List<GenerationResult> complete(
            ScriptedModel model, Drafting drafting, List<GenerationRequest> requests) {
        return complete(model, SchedulerOptions.defaults().withDrafting(drafting), requests);
    }

    /** All at once. */
    private static List<GenerationResult> complete(
            ScriptedModel model, SchedulerOptions options, List<GenerationRequest> requests) {
        List<GenerationResult> results = new ArrayList<>();
        try (Scheduler scheduler = new Scheduler(model, CODEC, null, System::nanoTime, options)) {
            List<Ticket<ForkedCompletions>> tickets = requests.stream()
                    .map(request -> scheduler.generate(request, GenerationListener.NONE, new Cancellation()))
                    .toList();
            tickets.forEach(ticket -> results.add(ticket.await().completions().get(0)));
        }
        assertThat(model.open).hasValue(0);
        return results;
    }

    private static GenerationResult complete(ScriptedModel model, Drafting drafting, GenerationRequest request) {
        return complete(model, drafting, List.of(request)).get(0);
    }

    /** Probabilities follow the last two ids, so that texts repeat themselves a while and then do not. */
    private static ScriptedModel repetitive(int seed) {
        ScriptedModel model = new ScriptedModel(ByteCodec.SIZE, 400, sequence -> {
            int last = sequence.get(sequence.size() - 1);
            int before = sequence.size() < 2 ? 0 : sequence.get(sequence.size() - 2);
            Random random = new Random(31L * (31L * seed + last) + before % 5);
            float[] logits = new float[ByteCodec.SIZE];
            for (int i = 'a'; i <= 'p'; i++) {
                logits[i] = 12 + (float) (2 * random.nextGaussian());
            }
            logits['.'] = 11;
            return logits;
        });
        model.rowsAtOnce = 3;
        return model;
    }

    private enum Chains {
        MODEL(ProcessorChain.EMPTY),
        ONE_WAY(GREEDY),
        LIKELY(ProcessorChain.of(new Temperature(0.4), new TopP(0.9))),
        PENALISED(ProcessorChain.of(new RepetitionPenalty(1.2, -1, false), new Temperature(0.5))),
        UNREPEATED(ProcessorChain.of(new NoRepeatNgram(6, List.of()), new Temperature(0.3))),
        REMEMBERING(ProcessorChain.of(new Mirostat(2, 0.1)));

        private final ProcessorChain chain;

        Chains(ProcessorChain chain) {
            this.chain = chain;
        }
    }

    private static List<GenerationRequest> requests(ProcessorChain chain, int seed) {
        Random random = new Random(seed);
        return IntStream.range(0, 5)
                .mapToObj(i -> GenerationRequest.of(
                                random.ints(1 + random.nextInt(30), 'a', 'e').toArray())
                        .chain(chain)
                        .seed(seed)
                        .sample(i)
                        .maxTokens(1 + random.nextInt(120))
                        .stopStrings(i % 2 == 0 ? List.of() : List.of("ab", "pop."))
                        .endOfSequence(i == 3 ? List.of((int) '.') : List.of())
                        .trace(i == 4 ? null : TraceOptions.top(2).withStages())
                        .build())
                .toList();
    }

    private static void assertSame(GenerationResult one, GenerationResult other) {
        assertThat(other.tokens().toArray()).isEqualTo(one.tokens().toArray());
        assertThat(other.text()).isEqualTo(one.text());
        assertThat(other.finishReason()).isEqualTo(one.finishReason());
        assertThat(other.traces()).isEqualTo(one.traces());
    }

    /** Right at random, about as often as wrong, and sure of itself all the same. */
    private static Drafting erratic(int seed) {
        return () -> {
            Random random = new Random(seed);
            return (text, most) -> new Draft(
                    TokenSequence.of(
                            random.ints(1 + random.nextInt(20), 'a', 'q').toArray()),
                    random.nextInt(40));
        };
    }

    @ParameterizedTest
    @EnumSource(Chains.class)
    void areTheSameInAnyCompany(Chains chain) {
        for (int seed = 0; seed < 12; seed++) {
            List<GenerationRequest> requests = requests(chain.chain, seed);
            List<GenerationResult> plain = complete(repetitive(seed), Drafting.OFF, requests);
            for (Drafting drafting : List.of(Drafting.PROMPT_LOOKUP, erratic(seed))) {
                List<GenerationResult> guessed = complete(repetitive(seed), drafting, requests);
                for (int i = 0; i < plain.size(); i++) {
                    assertSame(plain.get(i), guessed.get(i));
                }
            }
        }
    }

    @Test
    void aTextThatRepeatsTakesFewRuns() {
        ScriptedModel model = ScriptedModel.saying(ByteCodec.SIZE, 1, CODEC.encode("tick tock ".repeat(12)));
        GenerationResult result = complete(
                model,
                Drafting.PROMPT_LOOKUP,
                GenerationRequest.of('>').chain(GREEDY).maxTokens(120).build());
        assertThat(result.text()).isEqualTo("tick tock ".repeat(12));
        assertThat(model.runs).hasSizeLessThan(40);
        // Every run but the prompt's gives one token, and one more for each guess that was taken; the last is never
        // fed.
        assertThat(result.drafts().taken()).isEqualTo(120 - model.runs.size());
        assertThat(result.drafts().fed()).isGreaterThanOrEqualTo(result.drafts().taken());
    }

    @Test
    void withoutGuessesEachTokenTakesARun() {
        ScriptedModel model = ScriptedModel.saying(ByteCodec.SIZE, 1, 'a');
        GenerationResult result = complete(
                model,
                Drafting.OFF,
                GenerationRequest.of('>').chain(GREEDY).maxTokens(50).build());
        assertThat(model.runs).hasSize(50);
        assertThat(result.drafts()).isEqualTo(DraftCount.NONE);
    }

    /** Where logits may depend on how a text is fed, a guess could change it. */
    @Test
    void nothingIsGuessedWhereFeedsMatter() {
        ScriptedModel model = ScriptedModel.saying(ByteCodec.SIZE, 1, 'a');
        model.exact = false;
        GenerationRequest request =
                GenerationRequest.of('>').chain(GREEDY).maxTokens(50).build();
        assertThat(complete(model, Drafting.PROMPT_LOOKUP, request).drafts()).isEqualTo(DraftCount.NONE);
        assertThat(model.fed).allMatch(ids -> ids.length == 1);
    }

    private static final Drafting WRONG = () -> (text, most) -> new Draft(TokenSequence.of('z', 'z', 'z', 'z'), 30);

    @Test
    void guessesThatAreAlwaysWrongStop() {
        ScriptedModel model = ScriptedModel.saying(ByteCodec.SIZE, 1, 'a');
        GenerationResult result = complete(
                model,
                WRONG,
                GenerationRequest.of('>').chain(GREEDY).maxTokens(400).build());
        assertThat(result.text()).isEqualTo("a".repeat(400));
        assertThat(result.drafts().taken()).isZero();
        assertThat(result.drafts().fed()).isBetween(1L, 40L);
    }

    /** Half right: worth a fifth of a step, not worth a whole one. */
    @ParameterizedTest
    @CsvSource({"0.2, true", "1.0, false"})
    void guessesAreFedWhileTheyPay(double each, boolean pays) {
        ScriptedModel model = ScriptedModel.saying(ByteCodec.SIZE, 1, 'a');
        model.nanos = tokens -> (long) (1_000_000 * (1 + each * (tokens - 1)));
        Drafting half = () -> (text, most) ->
                new Draft(TokenSequence.of(Integer.bitCount(0x9E3779B9 * text.size()) % 2 == 0 ? 'a' : 'b'), 4);
        GenerationResult result = complete(
                model,
                half,
                GenerationRequest.of('>').chain(GREEDY).maxTokens(900).build());
        long fed = result.drafts().fed();
        if (pays) {
            assertThat(fed).isGreaterThan(250);
        } else {
            assertThat(fed).isLessThan(120);
        }
    }

    /** Behind tokens that a constraint forces as well; what is fed then is at most sixteen. */
    @Test
    void noRunIsLongerThanSixteenAndNoTextLongerThanAskedFor() {
        Drafting certain = () -> (text, most) -> {
            assertThat(most).isBetween(1, 15);
            return new Draft(
                    TokenSequence.of(IntStream.generate(() -> 'a').limit(100).toArray()), 30);
        };
        ScriptedModel model = ScriptedModel.saying(ByteCodec.SIZE, 1, 'a');
        GenerationResult result = complete(
                model,
                certain,
                GenerationRequest.of('>').chain(GREEDY).maxTokens(40).build());
        assertThat(result.text()).isEqualTo("a".repeat(40));
        assertThat(model.fed).allMatch(ids -> ids.length <= 16).anyMatch(ids -> ids.length == 16);
        assertThat(model.mostHeld).hasValue(40);
        long guessed = 40 - model.runs.size();
        assertThat(result.drafts()).isEqualTo(new DraftCount(guessed, guessed));
    }

    /** What was guessed beyond the end is forgotten: a prompt that goes on from there reads what is new only. */
    @Test
    void nothingOfAGuessIsKept() {
        ScriptedModel model = ScriptedModel.saying(ByteCodec.SIZE, 1, CODEC.encode("aaaaaaaaaaaaaaaaaaaaaaaaaa."));
        try (Scheduler scheduler = new Scheduler(model, CODEC, null, System::nanoTime, SchedulerOptions.defaults())) {
            GenerationRequest request = GenerationRequest.of('>')
                    .chain(GREEDY)
                    .maxTokens(40)
                    .endOfSequence(List.of((int) '.'))
                    .build();
            scheduler
                    .generate(request, GenerationListener.NONE, new Cancellation())
                    .await();
            assertThat(model.fed).anyMatch(ids -> ids.length > 2);
            assertThat(model.held).hasValue(1 + 26);
            assertThat(scheduler.load().drafts().taken()).isPositive();
            assertThat(scheduler.load().drafts().fed())
                    .isGreaterThan(scheduler.load().drafts().taken());
        }
    }

    /** A chunk of somebody's prompt makes the run long already. */
    @Test
    void nothingIsGuessedBesideAPromptThatIsRead() {
        ScriptedModel model = ScriptedModel.saying(ByteCodec.SIZE, 1, 'a');
        model.rowsAtOnce = 2;
        List<GenerationRequest> requests = List.of(
                GenerationRequest.of('>').chain(GREEDY).maxTokens(60).build(),
                GenerationRequest.of(new int[600])
                        .chain(ProcessorChain.EMPTY)
                        .maxTokens(1)
                        .build());
        complete(model, Drafting.PROMPT_LOOKUP, requests);
        int at = 0;
        for (int feeds : model.runs) {
            List<int[]> run = model.fed.subList(at, at + feeds);
            at += feeds;
            boolean reads = run.stream().anyMatch(ids -> Arrays.stream(ids).anyMatch(id -> id == 0));
            assertThat(reads ? run.stream().filter(ids -> ids[0] == 'a').toList() : List.<int[]>of())
                    .allMatch(ids -> ids.length == 1);
        }
    }

    private static final Drafting FAILING = () -> (text, most) -> {
        if (text.get(0) == '!') {
            throw new IllegalStateException("no idea");
        }
        return Draft.NONE;
    };

    @Test
    void aDrafterThatFailsEndsItsOwnCompletionOnly() {
        ScriptedModel model = ScriptedModel.saying(ByteCodec.SIZE, 1, 'a');
        model.rowsAtOnce = 2;
        SchedulerOptions options = SchedulerOptions.defaults().withDrafting(FAILING);
        try (Scheduler scheduler = new Scheduler(model, CODEC, null, System::nanoTime, options)) {
            List<Ticket<ForkedCompletions>> tickets = IntStream.of('!', '>')
                    .mapToObj(first -> scheduler.generate(
                            GenerationRequest.of(first)
                                    .chain(GREEDY)
                                    .maxTokens(30)
                                    .build(),
                            GenerationListener.NONE,
                            new Cancellation()))
                    .toList();
            assertThatThrownBy(tickets.get(0)::await)
                    .isInstanceOf(UserCodeException.class)
                    .hasMessageContaining("The drafter")
                    .hasMessageContaining("no idea");
            assertThat(tickets.get(1).await().completions().get(0).text()).isEqualTo("a".repeat(30));
        }
        assertThat(model.open).hasValue(0);
    }

    @Test
    @SuppressWarnings("NullAway") // as somebody's code may
    void nothingIsNoGuess() {
        ScriptedModel model = ScriptedModel.saying(ByteCodec.SIZE, 1, 'a');
        GenerationRequest request =
                GenerationRequest.of('>').chain(GREEDY).maxTokens(30).build();
        assertThatThrownBy(() -> complete(model, () -> (text, most) -> null, request))
                .isInstanceOf(UserCodeException.class)
                .hasMessageContaining("The drafter")
                .hasMessageContaining("it gives null for a guess");
        assertThatThrownBy(() -> complete(model, () -> null, request))
                .isInstanceOf(UserCodeException.class)
                .hasMessageContaining("The drafting")
                .hasMessageContaining("it gives null for a drafter");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, ByteCodec.SIZE, Integer.MAX_VALUE})
    void anIdOutsideTheVocabularyIsRefused(int id) {
        ScriptedModel model = ScriptedModel.saying(ByteCodec.SIZE, 1, 'a');
        Drafting outside = () -> (text, most) -> new Draft(TokenSequence.of(id), 30);
        GenerationRequest request =
                GenerationRequest.of('>').chain(GREEDY).maxTokens(30).build();
        assertThatThrownBy(() -> complete(model, outside, request))
                .isInstanceOf(DecodingException.class)
                .hasMessageContaining("guessed token " + id)
                .hasMessageContaining("from 0 to " + (ByteCodec.SIZE - 1));
    }

    @Test
    void aWayOfGuessingHasAName() {
        assertThat(Drafting.of("--speculate", "prompt-lookup")).isSameAs(Drafting.PROMPT_LOOKUP);
        assertThat(Drafting.of("--speculate", "off")).isSameAs(Drafting.OFF);
        assertThatThrownBy(() -> Drafting.of("--speculate", "draft"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("--speculate is draft but must be one of prompt-lookup, off.");
        assertThatThrownBy(() -> new Draft(TokenSequence.of(1), -1)).isInstanceOf(InvalidValueException.class);
    }
}
