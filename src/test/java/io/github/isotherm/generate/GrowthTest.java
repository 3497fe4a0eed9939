package io.github.isotherm.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.Patience;
import io.github.isotherm.error.StateMemoryException;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.processors.Temperature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers that nobody has bounded, at a byte a token. Id 0 ends them. */
@Timeout(Patience.SECONDS)
class GrowthTest {
    private static final int CONTEXT = 8000;

    /** Each token depends on all before it; an answer that begins with a prompt of id {@code p} ends at {@code 100 p} tokens; of 31, never. */
    private final ScriptedModel model = new ScriptedModel(32, CONTEXT, sequence -> {
        float[] logits = new float[32];
        boolean over = sequence.get(0) < 31 && sequence.size() >= 100 * sequence.get(0);
        logits[over ? 0 : 1 + Math.floorMod(sequence.hashCode(), 31)] = 9;
        return logits;
    });

    private Scheduler scheduler(int tokens) {
        model.bytesPerToken = 1;
        model.rowsAtOnce = 8;
        return new Scheduler(
                model, null, null, System::nanoTime, SchedulerOptions.defaults().withStateBytes(tokens));
    }

    @AfterEach
    void everythingIsClosed() {
        assertThat(model.open).hasValue(0);
    }

    private static GenerationRequest.Builder request(int prompt) {
        return GenerationRequest.of(prompt, 1)
                .chain(ProcessorChain.of(new Temperature(0)))
                .endOfSequence(List.of(0))
                .maxTokens(GenerationRequest.UNBOUNDED);
    }

    private static Ticket<ForkedCompletions> ask(Scheduler scheduler, GenerationRequest request) {
        return scheduler.generate(request, GenerationListener.NONE, new Cancellation());
    }

    private static GenerationResult of(Ticket<ForkedCompletions> ticket) {
        return ticket.await().completions().get(0);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** All are asked for before the model runs. */
    private List<List<Integer>> texts(int budget, int... prompts) {
        List<List<Integer>> texts = new ArrayList<>();
        CountDownLatch asked = new CountDownLatch(1);
        model.inRun = () -> await(asked);
        try (Scheduler scheduler = scheduler(budget)) {
            List<Ticket<ForkedCompletions>> tickets = new ArrayList<>();
            for (int prompt : prompts) {
                tickets.add(ask(scheduler, request(prompt).build()));
            }
            asked.countDown();
            for (Ticket<ForkedCompletions> ticket : tickets) {
                GenerationResult result = of(ticket);
                assertThat(result.finishReason()).isEqualTo(FinishReason.STOP);
                texts.add(Arrays.stream(result.tokens().toArray()).boxed().toList());
            }
        }
        return texts;
    }

    /** Together they take 8,200 tokens of 3,000. */
    @Test
    void memoryIsNeverExceededAndTextsAreThoseOfEachAlone() {
        int[] prompts = {11, 9, 12, 8, 10, 7, 13, 12};
        List<List<Integer>> together = texts(3000, prompts);
        assertThat(model.mostHeld.get()).isBetween(2000, 3000);
        assertThat(model.runs).as("rows at once").contains(8);
        for (int i = 0; i < prompts.length; i++) {
            assertThat(together.get(i)).hasSize(100 * prompts[i] - 2);
            assertThat(together.get(i)).isEqualTo(texts(100_000, prompts[i]).get(0));
        }
    }

    /** A context of 8,000 each would let none beside another. */
    @Test
    void eightShortAnswersRunAtOnce() {
        texts(CONTEXT, 2, 2, 2, 2, 2, 2, 2, 2);
        assertThat(model.runs).contains(8);
    }

    @Test
    void anAnswerEndsWhereItsContextDoes() {
        try (Scheduler scheduler = scheduler(100_000)) {
            GenerationResult result = of(ask(scheduler, request(31).build()));
            assertThat(result.completionTokens()).isEqualTo(CONTEXT - 2);
            assertThat(result.finishReason()).isEqualTo(FinishReason.LENGTH);
        }
    }

    /** The last token is not fed. */
    @Test
    void anAnswerEndsWhereTheMemoryDoesWhateverRunsBeside() {
        try (Scheduler scheduler = scheduler(500)) {
            Ticket<ForkedCompletions> other = ask(scheduler, request(4).build());
            GenerationResult result = of(ask(scheduler, request(20).build()));
            assertThat(result.completionTokens()).isEqualTo(499);
            assertThat(result.finishReason()).isEqualTo(FinishReason.LENGTH);
            assertThat(of(other).finishReason()).isEqualTo(FinishReason.STOP);
        }
        assertThat(model.mostHeld.get()).isLessThanOrEqualTo(500);
    }

    @Test
    void aPromptThatLeavesNoMemoryIsRefused() {
        try (Scheduler scheduler = scheduler(1)) {
            assertThatThrownBy(() -> ask(scheduler, request(4).build())).isInstanceOf(StateMemoryException.class);
        }
    }

    /** The oldest has all the memory for long; the other is cancelled, or its time is over, while it has none. */
    @Test
    void whoGaveUpItsMemoryCanBeCancelledAndHasItsTimeout() throws Exception {
        CountDownLatch full = new CountDownLatch(1);
        try (Scheduler scheduler = scheduler(700)) {
            model.inRun = () -> {
                if (model.runs.size() > 600) {
                    full.countDown();
                    sleep();
                }
            };
            Ticket<ForkedCompletions> oldest = ask(scheduler, request(31).build());
            Cancellation cancellation = new Cancellation();
            Ticket<ForkedCompletions> cancelled =
                    scheduler.generate(request(8).build(), GenerationListener.NONE, cancellation);
            Ticket<ForkedCompletions> late =
                    ask(scheduler, request(9).timeout(Duration.ofMillis(1500)).build());
            full.await();
            cancellation.cancel();
            assertThat(of(cancelled).finishReason()).isEqualTo(FinishReason.CANCELLED);
            assertThat(of(late).finishReason()).isEqualTo(FinishReason.DEADLINE);
            assertThat(oldest.isOver()).isFalse();
            oldest.cancel();
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(25);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Bounded answers have their memory from the start, and are never made to give it up. */
    @Test
    void boundedAnswersBesideGoThrough() {
        try (Scheduler scheduler = scheduler(1000)) {
            List<Ticket<ForkedCompletions>> tickets = new ArrayList<>();
            for (int prompt : new int[] {8, 7, 9}) {
                tickets.add(ask(scheduler, request(prompt).build()));
                tickets.add(ask(scheduler, request(20).maxTokens(400).build()));
            }
            assertThat(tickets.stream().map(ticket -> of(ticket).completionTokens()))
                    .containsExactly(798, 400, 698, 400, 898, 400);
        }
        assertThat(model.mostHeld.get()).isLessThanOrEqualTo(1000);
    }
}
