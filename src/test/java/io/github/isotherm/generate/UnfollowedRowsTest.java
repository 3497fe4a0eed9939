package io.github.isotherm.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.Patience;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.processors.LogitBias;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Completions that nobody follows: nothing is received of them but the result. Every hang fails by its time limit. */
@Timeout(Patience.SECONDS)
class UnfollowedRowsTest {
    private static final ByteCodec CODEC = new ByteCodec();

    /** More than a receiver that does not receive is ever sent. */
    private static final int MANY = 1000;

    private final Cancellation cancellation = new Cancellation();
    private final CompletableFuture<Ticket<ForkedCompletions>> asked = new CompletableFuture<>();

    private static Scheduler scheduler(ScriptedModel model) {
        return new Scheduler(model, CODEC, null, System::nanoTime, SchedulerOptions.defaults());
    }

    /** All tokens are alike to it: what is said is the requests' own affair. */
    private static ScriptedModel silent() {
        ScriptedModel model = new ScriptedModel(ByteCodec.SIZE, 10_000, sequence -> new float[ByteCodec.SIZE]);
        model.rowsAtOnce = 3;
        return model;
    }

    private static GenerationRequest saying(int token) {
        return GenerationRequest.of('>')
                .chain(ProcessorChain.of(new LogitBias(Map.of(token, 100.0))))
                .maxTokens(MANY)
                .build();
    }

    /** Cancels in the run of a number, when there is a ticket to be cancelled. */
    private void cancelIn(ScriptedModel model, int run) {
        model.inRun = () -> {
            asked.join();
            if (model.runs.size() == run - 1) {
                cancellation.cancel();
            }
        };
    }

    /**
     * The first token is drawn before the second run, then each run gives one; what ends inside a character, or could begin a
     * stop string, is let out.
     */
    @ParameterizedTest
    @CsvSource({"1, 0", "2, 2", "3, 3", "4, 4", "5, 5", "6, 6", "7, 7", "8, 8", "9, 9", "10, 10"})
    void cancelledTheyHoldAllThatWasGenerated(int run, int generated) {
        byte[] said = "a😀b stop".getBytes(StandardCharsets.UTF_8);
        ScriptedModel model = ScriptedModel.saying(ByteCodec.SIZE, 1, CODEC.encode("a😀b stop"));
        cancelIn(model, run);
        GenerationRequest request = GenerationRequest.of('>')
                .maxTokens(MANY)
                .stopStrings(List.of("stop!"))
                .build();
        GenerationResult result = run(model, List.of(request)).get(0);
        assertThat(result.finishReason()).isEqualTo(FinishReason.CANCELLED);
        assertThat(result.text()).isEqualTo(new String(said, 0, generated, StandardCharsets.UTF_8));
        assertThat(result.text()).isEqualTo(CODEC.decode(result.tokens().toArray()));
        assertThat(result.completionTokens()).isEqualTo(generated);
    }

    @Test
    void cancelledSeveralHoldWhatEachHasGenerated() {
        ScriptedModel model = silent();
        cancelIn(model, 5);
        List<GenerationResult> results = run(model, List.of(saying('a'), saying('b'), saying('c')));
        assertThat(results).extracting(GenerationResult::finishReason).containsOnly(FinishReason.CANCELLED);
        assertThat(results).extracting(GenerationResult::text).containsExactly("aaaaa", "bbbbb", "ccccc");
        assertThat(results).extracting(GenerationResult::completionTokens).containsOnly(5);
    }

    /** Beside one that is followed, which rests when its events are not received. */
    @Test
    void theyRunToTheirEndWithoutAReceiver() throws InterruptedException {
        ScriptedModel model = silent();
        try (Scheduler scheduler = scheduler(model)) {
            Ticket<ForkedCompletions> followed =
                    scheduler.generate(saying('a'), new GenerationListener() {}, cancellation);
            Ticket<ForkedCompletions> unfollowed =
                    scheduler.generate(saying('b'), GenerationListener.NONE, cancellation);
            while (!unfollowed.isOver()) {
                Thread.sleep(1);
            }
            assertThat(followed.isOver()).isFalse();
            assertThat(model.fed).hasSizeLessThan(MANY + 300);
            assertThat(text(unfollowed)).isEqualTo("b".repeat(MANY));
            assertThat(text(followed)).isEqualTo("a".repeat(MANY));
        }
    }

    /** An executor is called when it is handed over, and at the end. */
    @Test
    void noTokenWakesAReceiver() {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        AtomicInteger woken = new AtomicInteger();
        try (Scheduler scheduler = scheduler(silent())) {
            ForkedCompletions result = scheduler
                    .generate(List.of(saying('a'), saying('b')), row -> GenerationListener.NONE, cancellation)
                    .deliverOn(work -> {
                        woken.incrementAndGet();
                        thread.execute(work);
                    })
                    .join();
            assertThat(result.completions())
                    .extracting(GenerationResult::text)
                    .containsExactly("a".repeat(MANY), "b".repeat(MANY));
            assertThat(woken).hasValueLessThanOrEqualTo(2);
        } finally {
            thread.shutdown();
        }
    }

    private List<GenerationResult> run(ScriptedModel model, List<GenerationRequest> requests) {
        try (Scheduler scheduler = scheduler(model)) {
            asked.complete(scheduler.generate(requests, row -> GenerationListener.NONE, cancellation));
            return asked.join().await().completions();
        } finally {
            assertThat(model.open).hasValue(0);
        }
    }

    private static String text(Ticket<ForkedCompletions> ticket) {
        return ticket.await().completions().get(0).text();
    }
}
