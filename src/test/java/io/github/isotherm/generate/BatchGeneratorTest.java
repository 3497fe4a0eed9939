package io.github.isotherm.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.decode.ProcessorChain;
import io.github.isotherm.decode.Temperature;
import io.github.isotherm.error.ContextLengthException;
import io.github.isotherm.error.StateMemoryException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchGeneratorTest {
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

    private static BatchGenerator.Result run(ScriptedModel model, int rowsAtOnce, List<GenerationRequest> requests) {
        try (Session session = model.openSession(1)) {
            return new BatchGenerator(model, CODEC, null, System::nanoTime, rowsAtOnce)
                    .generate(session, requests, row -> GenerationListener.NONE, new Cancellation());
        }
    }

    /** The model here has no kernels, so that the two loops must agree to the letter. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 16})
    void everyRowIsWhatTheOneLoopGenerates(int rowsAtOnce) {
        ScriptedModel model = letters();
        BatchGenerator.Result result = run(model, rowsAtOnce, grid());
        assertThat(result.completions()).hasSize(12);
        for (int i = 0; i < 12; i++) {
            try (Session session = model.openSession(1)) {
                GenerationResult alone = new Generator(model, CODEC, null, System::nanoTime)
                        .generate(session, grid().get(i), GenerationListener.NONE, new Cancellation());
                assertThat(result.completions().get(i).text()).isEqualTo(alone.text());
                assertThat(result.completions().get(i).finishReason()).isEqualTo(alone.finishReason());
            }
        }
        assertThat(result.completions().stream().map(GenerationResult::finishReason))
                .contains(FinishReason.STOP, FinishReason.LENGTH);
        assertThat(model.open).hasValue(0);
    }

    /** However rows are dropped, each goes on from its own tokens. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 16})
    void everyRowGoesOnFromItsOwnTokens(int rowsAtOnce) {
        ScriptedModel model = rememberingLetters();
        BatchGenerator.Result result = run(model, rowsAtOnce, grid());
        for (int i = 0; i < 12; i++) {
            try (Session session = model.openSession(1)) {
                GenerationResult alone = new Generator(model, CODEC, null, System::nanoTime)
                        .generate(session, grid().get(i), GenerationListener.NONE, new Cancellation());
                assertThat(result.completions().get(i).text()).isEqualTo(alone.text());
            }
        }
    }

    /** As many rows at once as the memory has room for: the prompt's two tokens, and thirteen a row. */
    @ParameterizedTest
    @CsvSource({"28, 2", "40, 2", "41, 3", "54, 4", "1000, 12"})
    void rowsThatDoNotFitRunAsSeveralBatchesWithTheSameTexts(int bytes, int atOnce) {
        ScriptedModel model = rememberingLetters();
        List<String> whole = texts(run(model, 16, grid()));
        model.bytesPerToken = 1;
        List<Integer> rows = new ArrayList<>();
        try (SessionPool pool = new SessionPool(model, new PoolOptions(1, bytes))) {
            BatchGenerator batches = new BatchGenerator(model, CODEC, null, System::nanoTime, 16);
            BatchGenerator.Result result = pool.use(
                    new int[] {'>', '>'},
                    batches.demand(grid()),
                    session -> batches.generate(
                            new WatchedSession(session, rows),
                            grid(),
                            row -> GenerationListener.NONE,
                            new Cancellation()));
            assertThat(texts(result)).isEqualTo(whole);
        }
        assertThat(Collections.max(rows)).isBetween(Math.max(2, atOnce - 1), atOnce);
    }

    @Test
    void lessThanTwoRowsOfMemoryIsRefused() {
        ScriptedModel model = letters();
        model.bytesPerToken = 1;
        try (SessionPool pool = new SessionPool(model, new PoolOptions(1, 27))) {
            BatchGenerator batches = new BatchGenerator(model, CODEC, null, System::nanoTime, 16);
            assertThatThrownBy(() -> pool.use(new int[] {'>', '>'}, batches.demand(grid()), Session::rows))
                    .isInstanceOf(StateMemoryException.class)
                    .hasMessageContaining("3 sequences of 13 tokens")
                    .hasMessageContaining("28 bytes");
        }
    }

    private static List<String> texts(BatchGenerator.Result result) {
        return result.completions().stream().map(GenerationResult::text).toList();
    }

    /** Its state is long and few steps are left: copying it to the place of a finished row would cost more than it saves. */
    @Test
    void aRowIsDroppedOnlyWhereTheStepsLeftPayForIt() {
        assertThat(rowsOfFeeds(20)).startsWith(1, 4, 3).endsWith(3);
        assertThat(rowsOfFeeds(RowDropping.TOKENS_PER_STEP * 8)).startsWith(1, 4, 4, 4, 4);
    }

    /** Four rows of which the first ends at its second token and the others at their eighth. */
    private static List<Integer> rowsOfFeeds(int promptLength) {
        int[] prompt = new int[promptLength];
        java.util.Arrays.fill(prompt, '>');
        ScriptedModel model = new ScriptedModel(VOCABULARY, 100_000, sequence -> new float[VOCABULARY]);
        List<GenerationRequest> requests = IntStream.of(2, 8, 8, 8)
                .mapToObj(most -> GenerationRequest.of(prompt)
                        .chain(ProcessorChain.of(new Temperature(0)))
                        .maxTokens(most)
                        .build())
                .toList();
        List<Integer> rows = new ArrayList<>();
        try (Session session = new WatchedSession(model.openSession(1), rows)) {
            new BatchGenerator(model, null, null, System::nanoTime, 16)
                    .generate(session, requests, row -> GenerationListener.NONE, new Cancellation());
        }
        return rows.stream()
                .dropWhile(n -> n == 1)
                .collect(() -> new ArrayList<>(List.of(1)), ArrayList::add, ArrayList::addAll);
    }

    @Test
    void thePromptIsFedOnceAndTheLogitsAfterItAreGiven() {
        ScriptedModel model = letters();
        BatchGenerator.Result result = run(model, 16, grid());
        assertThat(model.fed.stream().filter(chunk -> chunk.length == 2)).hasSize(1);
        assertThat(model.fed.size()).isLessThanOrEqualTo(1 + 11);
        assertThat(result.promptLogits()['.']).isEqualTo(7);
    }

    @Test
    void rowsThatFinishAreDroppedButTwoStay() {
        List<Integer> rows = new ArrayList<>();
        ScriptedModel model = letters();
        try (Session session = new WatchedSession(model.openSession(1), rows)) {
            new BatchGenerator(model, CODEC, null, System::nanoTime, 16)
                    .generate(session, grid(), row -> GenerationListener.NONE, new Cancellation());
        }
        assertThat(rows.get(0)).isEqualTo(1);
        assertThat(rows.get(1)).isBetween(3, 12);
        assertThat(rows.subList(1, rows.size()))
                .isSortedAccordingTo((a, b) -> b - a)
                .allMatch(n -> n >= 2);
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
            public void onToken(int id, io.github.isotherm.decode.StepTrace trace) {
                if (++tokens == 3) {
                    cancellation.cancel();
                }
            }
        };
        List<GenerationRequest> requests = List.of(request(1, 0), request(1, 1), request(1, 2));
        try (Session session = model.openSession(1)) {
            List<GenerationResult> results = new BatchGenerator(model, CODEC, null, System::nanoTime, 8)
                    .generate(session, requests, row -> row == 0 ? third : GenerationListener.NONE, cancellation)
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

    /** Notes how many rows each feed had, in forks too. */
    private record WatchedSession(Session inner, List<Integer> feeds) implements Session {
        @Override
        public int rows() {
            return inner.rows();
        }

        @Override
        public int length() {
            return inner.length();
        }

        @Override
        public Logits feed(int[][] tokens, int keepLast) {
            feeds.add(tokens.length);
            return inner.feed(tokens, keepLast);
        }

        @Override
        public void rewind(int length) {
            inner.rewind(length);
        }

        @Override
        public Session fork(int rows) {
            return new WatchedSession(inner.fork(rows), feeds);
        }

        @Override
        public int forkableRows(int tokens) {
            return inner.forkableRows(tokens);
        }

        @Override
        public void retain(int[] rows) {
            inner.retain(rows);
        }

        @Override
        public void cancel() {
            inner.cancel();
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
