package io.github.isotherm.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.Patience;
import io.github.isotherm.error.ClosedException;
import io.github.isotherm.error.IsothermException;
import io.github.isotherm.error.UserCodeException;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.StatefulLogitsProcessor;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may happen between two steps of the scheduler, made to happen there. Every hang fails by its time limit. */
@Timeout(Patience.SECONDS)
class ForcedInterleavingsTest {
    private final ScriptedModel model = ScriptedModel.saying(ByteCodec.SIZE, 1, 'x');
    private final Scheduler scheduler =
            new Scheduler(model, new ByteCodec(), null, System::nanoTime, SchedulerOptions.defaults());

    @AfterEach
    void nothingIsLeftOpen() {
        scheduler.close();
        assertThat(model.open).hasValue(0);
    }

    private static GenerationRequest.Builder request(int most) {
        return GenerationRequest.of('>').maxTokens(most);
    }

    private Ticket<ForkedCompletions> ask(GenerationRequest request) {
        return scheduler.generate(request, GenerationListener.NONE, new Cancellation());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Closes on another thread, and returns when that waits for the model's. */
    private Thread closing() {
        Thread closer = new Thread(scheduler::close);
        closer.start();
        Patience.until(() -> closer.getState() == Thread.State.WAITING);
        return closer;
    }

    /** It has left the queue and is not running yet: of 9,235 such requests 81 were generated to their ends. */
    @Test
    void aRequestThatIsBeingLetInIsEndedByClose() throws InterruptedException {
        CountDownLatch letIn = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        model.inOpen = () -> {
            letIn.countDown();
            await(goOn);
        };
        Ticket<ForkedCompletions> ticket = ask(request(90_000).build());
        await(letIn);
        Thread closer = closing();
        goOn.countDown();
        closer.join();
        assertThatThrownBy(ticket::await).isInstanceOf(ClosedException.class);
        assertThat(model.fed.size()).as("runs after the close").isLessThanOrEqualTo(1);
    }

    /** The run that close interrupts is cancelled, and those who wait for it hear of the close. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void whatRunsAtCloseSaysThatTheModelIsClosed(int rows) throws InterruptedException {
        model.rowsAtOnce = rows;
        CountDownLatch running = new CountDownLatch(rows);
        CountDownLatch goOn = new CountDownLatch(1);
        model.inRun = () -> {
            running.countDown();
            if (running.getCount() == 0) {
                await(goOn);
            }
        };
        List<Ticket<ForkedCompletions>> tickets = java.util.stream.IntStream.range(0, rows)
                .mapToObj(i -> ask(request(90_000).build()))
                .toList();
        Ticket<ScoredPrompt> scored = scheduler.score(new int[900], List.of(), new Cancellation());
        await(running);
        Thread closer = closing();
        goOn.countDown();
        closer.join();
        for (Ticket<ForkedCompletions> ticket : tickets) {
            assertThatThrownBy(ticket::await).isExactlyInstanceOf(ClosedException.class);
        }
        assertThatThrownBy(scored::await).isExactlyInstanceOf(ClosedException.class);
    }

    /** The processor holds the model's thread while the others arrive; none is lost. */
    @Test
    void whatArrivesWhileAProcessorClosesIsRefusedOrEnded() {
        AtomicReference<Ticket<ForkedCompletions>> second = new AtomicReference<>();
        LogitsProcessor closing = (candidates, context) -> {
            if (second.get() != null) {
                return;
            }
            CompletableFuture<Ticket<ForkedCompletions>> asked =
                    CompletableFuture.supplyAsync(() -> ask(request(90_000).build()));
            second.set(asked.join());
            scheduler.close();
        };
        Ticket<ForkedCompletions> first =
                ask(request(90_000).chain(ProcessorChain.of(closing)).build());
        assertThatThrownBy(first::await).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> second.get().await()).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> ask(request(1).build())).isInstanceOf(ClosedException.class);
    }

    /** What it waits for could only be made by the thread that waits. */
    @Test
    void aProcessorThatWaitsForAnotherRequestIsRefused() {
        AtomicReference<Ticket<ForkedCompletions>> other = new AtomicReference<>();
        CountDownLatch asked = new CountDownLatch(1);
        LogitsProcessor waiting = (candidates, context) -> {
            await(asked);
            other.get().await();
        };
        Ticket<ForkedCompletions> first =
                ask(request(5).chain(ProcessorChain.of(waiting)).build());
        other.set(ask(request(3).build()));
        asked.countDown();
        assertThatThrownBy(first::await)
                .isExactlyInstanceOf(IsothermException.class)
                .hasMessageContaining("inside a logits processor");
        assertThat(other.get().await().completions().get(0).text()).isEqualTo("xxx");
    }

    static List<Executor> failingExecutors() {
        return List.of(
                work -> {
                    throw new RejectedExecutionException("full");
                },
                work -> {
                    throw new OutOfMemoryError("unable to create native thread");
                },
                work -> {
                    throw new IllegalStateException("no executor");
                });
    }

    /** The model's own thread hands the events over: what an executor throws must not end it. */
    @ParameterizedTest
    @MethodSource("failingExecutors")
    void anExecutorThatFailsEndsItsOwnRequestOnly(Executor failing) {
        CountDownLatch firstDone = new CountDownLatch(1);
        model.inRun = () -> await(firstDone);
        Ticket<ForkedCompletions> good = ask(request(900).build());
        AtomicInteger handed = new AtomicInteger();
        ExecutorService sound = Executors.newSingleThreadExecutor();
        try {
            CompletableFuture<ForkedCompletions> bad = scheduler
                    .generate(request(900).build(), new GenerationListener() {}, new Cancellation())
                    .deliverOn(work -> {
                        if (handed.incrementAndGet() > 1) {
                            failing.execute(work);
                        }
                        sound.execute(() -> {
                            work.run();
                            firstDone.countDown();
                        });
                    });
            assertThatThrownBy(bad::join).hasCauseInstanceOf(Throwable.class);
            assertThat(good.await().completions().get(0).completionTokens()).isEqualTo(900);
            assertThat(ask(request(2).build()).await().completions().get(0).text())
                    .isEqualTo("xx");
        } finally {
            sound.shutdown();
        }
    }

    @Test
    void aCancelActionThatFailsLeavesTheOthersTheirCancellation() {
        Cancellation cancellation = new Cancellation();
        cancellation.onCancel(() -> {
            throw new IllegalStateException("mine");
        });
        CountDownLatch running = new CountDownLatch(1);
        model.inRun = running::countDown;
        Ticket<ForkedCompletions> ticket =
                scheduler.generate(request(90_000).build(), GenerationListener.NONE, cancellation);
        await(running);
        assertThatThrownBy(cancellation::cancel).hasMessage("mine");
        assertThat(ticket.await().completions().get(0).finishReason()).isEqualTo(FinishReason.CANCELLED);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    private static StatefulLogitsProcessor throwing(String where, Throwable theirs) {
        return new StatefulLogitsProcessor() {
            @Override
            public StatefulLogitsProcessor copy() {
                if (where.equals("copy")) {
                    ForcedInterleavingsTest.sneak(theirs);
                }
                return this;
            }

            @Override
            public void accepted(int token, double probability, io.github.isotherm.sampling.StepContext context) {
                if (where.equals("accepted")) {
                    ForcedInterleavingsTest.sneak(theirs);
                }
            }

            @Override
            public boolean isOff() {
                if (where.equals("isOff")) {
                    ForcedInterleavingsTest.sneak(theirs);
                }
                return false;
            }

            @Override
            public void process(
                    io.github.isotherm.sampling.Candidates candidates,
                    io.github.isotherm.sampling.StepContext context) {
                if (where.equals("process")) {
                    ForcedInterleavingsTest.sneak(theirs);
                }
            }
        };
    }

    /** Also a checked exception, which Kotlin throws as it likes, and an error of the JVM. */
    @ParameterizedTest
    @ValueSource(strings = {"copy", "accepted", "isOff", "process"})
    void whateverAProcessorThrowsWhereverIsToldAsItsOwnAndEndsNobodyElse(String where) {
        for (Throwable theirs :
                List.of(new IllegalStateException("boom"), new IOException("disk"), new StackOverflowError("deep"))) {
            ProcessorChain chain = ProcessorChain.EMPTY.then("boost", throwing(where, theirs));
            Ticket<ForkedCompletions> good = ask(request(50).build());
            assertThatThrownBy(() -> ask(request(5).chain(chain).build()).await())
                    .isInstanceOf(UserCodeException.class)
                    .hasMessageStartingWith("The processor boost (" + ForcedInterleavingsTest.class.getName() + "$")
                    .hasMessageContaining(") failed: " + theirs.getMessage() + ";")
                    .hasCause(theirs);
            assertThat(good.await().completions().get(0).completionTokens()).isEqualTo(50);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"onToken", "onText", "wantsStop"})
    void whateverAListenerThrowsIsToldAsItsOwn(String where) {
        AssertionError theirs = new AssertionError("mine");
        GenerationListener listener = new GenerationListener() {
            @Override
            public void onToken(
                    int id, io.github.isotherm.sampling.@org.jspecify.annotations.Nullable StepTrace trace) {
                if (where.equals("onToken")) {
                    throw theirs;
                }
            }

            @Override
            public void onText(String piece) {
                if (where.equals("onText")) {
                    throw theirs;
                }
            }

            @Override
            public boolean wantsStop() {
                if (where.equals("wantsStop")) {
                    throw theirs;
                }
                return false;
            }
        };
        assertThatThrownBy(() -> scheduler
                        .generate(request(5).build(), listener, new Cancellation())
                        .await())
                .isInstanceOf(UserCodeException.class)
                .hasMessageStartingWith(
                        "The listener of the generation (" + listener.getClass().getName() + ") failed: mine;")
                .hasCause(theirs);
        Patience.until(scheduler::isIdle);
    }
}
