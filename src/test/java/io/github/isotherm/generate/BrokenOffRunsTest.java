package io.github.isotherm.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.Patience;
import io.github.isotherm.error.CancelledException;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.processors.Temperature;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs whose request is cancelled meanwhile. */
@Timeout(Patience.SECONDS)
class BrokenOffRunsTest {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch gaveUp = new CountDownLatch(1);
    private final AtomicInteger interrupts = new AtomicInteger();
    private final AtomicInteger runs = new AtomicInteger();

    private static GenerationRequest request(int most, int... prompt) {
        return GenerationRequest.of(prompt)
                .chain(ProcessorChain.of(new Temperature(0)))
                .maxTokens(most)
                .build();
    }

    private static Scheduler scheduler(CausalModel model) {
        return new Scheduler(model, new ByteCodec(), null, System::nanoTime, SchedulerOptions.defaults());
    }

    private static Ticket<ForkedCompletions> ask(Scheduler scheduler, Cancellation cancellation, int first) {
        return scheduler.generate(request(3, first, 'p'), GenerationListener.NONE, cancellation);
    }

    private static GenerationResult result(Ticket<ForkedCompletions> ticket) {
        return ticket.await().completions().get(0);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theRunOfAPromptThatIsCancelledGivesUp() {
        ScriptedModel model = ScriptedModel.saying(257, 2, 'a');
        model.onInterrupt = gaveUp::countDown;
        model.inRun = () -> {
            if (runs.getAndIncrement() == 0) {
                begun.countDown();
                await(gaveUp);
            }
        };
        try (Scheduler scheduler = scheduler(model)) {
            Cancellation cancellation = new Cancellation();
            Ticket<ForkedCompletions> ticket = ask(scheduler, cancellation, 'x');
            await(begun);
            cancellation.cancel();
            assertThat(result(ticket).finishReason()).isEqualTo(FinishReason.CANCELLED);
            assertThat(model.fed).isEmpty();
            assertThat(result(ask(scheduler, new Cancellation(), 'y')).text()).isEqualTo("aaa");
        }
        assertThat(model.open).hasValue(0);
    }

    @Test
    void aRunThatOthersShareGoesOn() {
        ScriptedModel model = ScriptedModel.saying(257, 2, 'a');
        model.rowsAtOnce = 2;
        model.onInterrupt = interrupts::incrementAndGet;
        Cancellation cancellation = new Cancellation();
        CountDownLatch both = new CountDownLatch(1);
        model.inOpen = () -> {
            await(both);
            model.inRun = cancellation::cancel;
        };
        try (Scheduler scheduler = scheduler(model)) {
            Ticket<ForkedCompletions> one = ask(scheduler, cancellation, 'x');
            Ticket<ForkedCompletions> other = ask(scheduler, new Cancellation(), 'y');
            both.countDown();
            assertThat(result(other).text()).isEqualTo("aaa");
            assertThat(result(one).finishReason()).isEqualTo(FinishReason.CANCELLED);
            assertThat(model.runs).contains(2);
            assertThat(interrupts).hasValue(0);
        }
    }

    @Test
    void aRunThatGivesUpForAnotherThatHadEndedIsFedAgain() {
        ScriptedModel model = ScriptedModel.saying(257, 2, 'a');
        Cancellation cancellation = new Cancellation();
        CountDownLatch second = new CountDownLatch(1);
        CausalModel late = new CausalModel() {
            private boolean asked;

            @Override
            public int vocabularySize() {
                return model.vocabularySize();
            }

            @Override
            public int contextLength() {
                return model.contextLength();
            }

            @Override
            public Sequence open() {
                return model.open();
            }

            @Override
            public Logits run(List<Feed> feeds) {
                int run = runs.getAndIncrement();
                if (run == 0) {
                    await(second);
                    cancellation.cancel();
                } else if (asked) {
                    asked = false;
                    throw new CancelledException();
                }
                return model.run(feeds);
            }

            @Override
            public void interrupt() {
                asked = true;
                interrupts.incrementAndGet();
            }
        };
        try (Scheduler scheduler = scheduler(late)) {
            Ticket<ForkedCompletions> one = ask(scheduler, cancellation, 'x');
            Ticket<ForkedCompletions> other = ask(scheduler, new Cancellation(), 'y');
            second.countDown();
            assertThat(result(one).finishReason()).isEqualTo(FinishReason.CANCELLED);
            assertThat(result(other).text()).isEqualTo("aaa");
            assertThat(interrupts).hasValue(1);
        }
    }
}
