package io.github.isotherm.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.Patience;
import io.github.isotherm.error.BusyException;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.StateMemoryException;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.processors.Temperature;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a scheduler keeps, and who waits for memory. */
@Timeout(Patience.SECONDS)
class SchedulerMemoryTest {
    /** Says 3 for ever. */
    private final ScriptedModel model = new ScriptedModel(4, 100, sequence -> new float[] {0, 0, 0, 9});

    private Scheduler scheduler(SchedulerOptions options) {
        return new Scheduler(model, null, null, System::nanoTime, options);
    }

    /** Room for so many tokens, at a byte a token. */
    private Scheduler schedulerOf(int tokens) {
        model.bytesPerToken = 1;
        return scheduler(SchedulerOptions.defaults().withStateBytes(tokens));
    }

    private static void read(Scheduler scheduler, int... prompt) {
        scheduler.score(prompt, List.of(), new Cancellation()).await();
    }

    private static void complete(Scheduler scheduler, int most, int... prompt) {
        scheduler
                .generate(request(most, prompt), GenerationListener.NONE, new Cancellation())
                .await();
    }

    private static GenerationRequest request(int most, int... prompt) {
        return GenerationRequest.of(prompt)
                .chain(ProcessorChain.of(new Temperature(0)))
                .maxTokens(most)
                .build();
    }

    @Test
    void theBeginningOfAPromptIsFedOnce() {
        try (Scheduler scheduler = scheduler(SchedulerOptions.defaults())) {
            read(scheduler, 1, 2, 3, 0, 1);
            read(scheduler, 1, 2, 3, 3, 3);
            read(scheduler, 1, 2, 3, 3, 3);
            read(scheduler, 1, 2, 3, 3);
        }
        assertThat(model.fed)
                .containsExactly(new int[] {1, 2, 3, 0, 1}, new int[] {3, 3}, new int[] {3}, new int[] {3});
        assertThat(model.open).hasValue(0);
    }

    /** A chat's second turn feeds the new message only: what was generated is held, but for its last token. */
    @Test
    void whatWasGeneratedIsNotFedAgain() {
        try (Scheduler scheduler = scheduler(SchedulerOptions.defaults())) {
            complete(scheduler, 4, 1, 2, 1);
            model.fed.clear();
            complete(scheduler, 1, 1, 2, 1, 3, 3, 3, 3, 2, 2);
        }
        assertThat(model.fed).containsExactly(new int[] {3, 2, 2});
    }

    /** Where a lone token gets other logits, only what was read several tokens at once counts. */
    @Test
    void anInexactModelIsFedAgainWhatItGenerated() {
        model.exact = false;
        try (Scheduler scheduler = scheduler(SchedulerOptions.defaults())) {
            complete(scheduler, 4, 1, 2, 1);
            read(scheduler, 1, 2, 1);
            model.fed.clear();
            complete(scheduler, 1, 1, 2, 1, 3, 3, 3, 3, 2, 2);
        }
        assertThat(model.fed).containsExactly(new int[] {3, 3, 3, 3, 2, 2});
    }

    /** Another prompt that shares little must not cost a long one what it holds. */
    @Test
    void aShortCommonBeginningIsCopied() {
        try (Scheduler scheduler = scheduler(SchedulerOptions.defaults())) {
            read(scheduler, 1, 2, 3, 0, 1, 2, 3, 0);
            read(scheduler, 1, 2, 2);
            model.fed.clear();
            read(scheduler, 1, 2, 3, 0, 1, 2, 3, 0, 0);
        }
        assertThat(model.fed).containsExactly(new int[] {0});
    }

    @Test
    void soManyAreKeptTheLongestUnusedGoFirst() {
        try (Scheduler scheduler = scheduler(SchedulerOptions.defaults().withKept(2))) {
            read(scheduler, 1, 1);
            read(scheduler, 2, 2);
            read(scheduler, 3, 3);
            assertThat(model.open).hasValue(2);
            model.fed.clear();
            read(scheduler, 2, 2);
            read(scheduler, 1, 1);
        }
        assertThat(model.fed).containsExactly(new int[] {2}, new int[] {1, 1});
        try (Scheduler nothing = scheduler(SchedulerOptions.defaults().withKept(0))) {
            read(nothing, 1, 1);
            assertThat(model.open).hasValue(0);
        }
    }

    @Test
    void whatIsKeptGoesWhereItsMemoryIsNeeded() {
        try (Scheduler scheduler = schedulerOf(20)) {
            read(scheduler, 1, 1, 1, 1);
            read(scheduler, 2, 2, 2, 2);
            read(scheduler, 3, 3, 3, 3);
            assertThat(model.open).hasValue(3);
            complete(scheduler, 12, 0, 0, 0, 0);
            assertThat(model.open.get()).isEqualTo(2);
        }
    }

    @Test
    void whatCanNeverFitIsRefusedWithNeedAndBudget() {
        try (Scheduler scheduler = schedulerOf(20)) {
            assertThatThrownBy(() -> complete(scheduler, 20, 1, 2))
                    .isInstanceOfSatisfying(StateMemoryException.class, e -> {
                        assertThat(e.neededBytes()).isEqualTo(21);
                        assertThat(e.allowedBytes()).isEqualTo(20);
                    })
                    .hasMessageContaining("A sequence of 21 tokens")
                    .hasMessageContaining("needs 21 bytes")
                    .hasMessageContaining("budget is 20 bytes")
                    .hasMessageContaining("--kv-memory");
            complete(scheduler, 19, 1, 2);
        }
    }

    /** The third would fit beside the first, but the second came before it. */
    @Test
    void requestsAreLetInInOrderOfArrivalAlsoWhereTheyWaitForMemory() {
        List<Integer> order = Collections.synchronizedList(new java.util.ArrayList<>());
        CountDownLatch asked = new CountDownLatch(1);
        model.inRun = () -> await(asked);
        try (Scheduler scheduler = schedulerOf(20)) {
            List<Ticket<ForkedCompletions>> tickets = IntStream.of(9, 12, 11)
                    .mapToObj(tokens ->
                            scheduler.generate(noting(order, tokens), GenerationListener.NONE, new Cancellation()))
                    .toList();
            asked.countDown();
            tickets.forEach(Ticket::await);
        }
        assertThat(order).containsExactly(9, 12, 11);
    }

    private static GenerationRequest noting(List<Integer> order, int tokens) {
        return GenerationRequest.of(tokens % 4, 1)
                .chain(ProcessorChain.of((candidates, context) -> {
                    if (!order.contains(tokens)) {
                        order.add(tokens);
                    }
                }))
                .maxTokens(tokens - 1)
                .build();
    }

    @Test
    void oneTooManyIsRefused() {
        CountDownLatch asked = new CountDownLatch(1);
        model.inRun = () -> await(asked);
        model.bytesPerToken = 1;
        try (Scheduler scheduler =
                scheduler(SchedulerOptions.defaults().withStateBytes(10).withWaiting(1))) {
            List<Ticket<ForkedCompletions>> tickets = new java.util.ArrayList<>();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 4; i++) {
                            tickets.add(
                                    scheduler.generate(request(9, 1, 2), GenerationListener.NONE, new Cancellation()));
                        }
                    })
                    .isInstanceOf(BusyException.class)
                    .hasMessageContaining("waiting already");
            asked.countDown();
            assertThat(tickets)
                    .isNotEmpty()
                    .allSatisfy(ticket -> assertThat(
                                    ticket.await().completions().get(0).completionTokens())
                            .isEqualTo(9));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void optionsHaveRanges() {
        assertThatThrownBy(() -> SchedulerOptions.defaults().withKept(-1)).hasMessageContaining("kept is -1");
        assertThatThrownBy(() -> SchedulerOptions.defaults().withWaiting(-1)).hasMessageContaining("waiting is -1");
        assertThatThrownBy(() -> SchedulerOptions.defaults().withStateBytes(-1))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("stateBytes is -1");
    }
}
