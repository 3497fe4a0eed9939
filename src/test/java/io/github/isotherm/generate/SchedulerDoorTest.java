package io.github.isotherm.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.Patience;
import io.github.isotherm.error.CancelledException;
import io.github.isotherm.error.ClosedException;
import io.github.isotherm.error.IsothermException;
import io.github.isotherm.error.UserCodeException;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.StepTrace;
import io.github.isotherm.sampling.processors.Temperature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may ask, from where, and how it ends. Every hang fails by its time limit. */
@Timeout(Patience.SECONDS)
class SchedulerDoorTest {
    private static final ByteCodec CODEC = new ByteCodec();

    /** Says "x" for ever. */
    private final ScriptedModel model = new ScriptedModel(ByteCodec.SIZE, 100_000, sequence -> {
        float[] logits = new float[ByteCodec.SIZE];
        logits['x'] = 50;
        return logits;
    });

    private final Scheduler scheduler =
            new Scheduler(model, CODEC, null, System::nanoTime, SchedulerOptions.defaults());

    @AfterEach
    void nothingIsLeftOpen() {
        scheduler.close();
        assertThat(model.open).hasValue(0);
    }

    private static GenerationRequest.Builder request(int most) {
        return GenerationRequest.of('>')
                .chain(ProcessorChain.of(new Temperature(0)))
                .maxTokens(most);
    }

    private Ticket<ForkedCompletions> ask(int most, GenerationListener listener, Cancellation cancellation) {
        return scheduler.generate(request(most).build(), listener, cancellation);
    }

    private GenerationResult complete(int most, GenerationListener listener) {
        return ask(most, listener, new Cancellation()).await().completions().get(0);
    }

    private GenerationResult complete(int most) {
        return complete(most, GenerationListener.NONE);
    }

    private static GenerationListener onText(Runnable action) {
        return new GenerationListener() {
            @Override
            public void onText(String piece) {
                action.run();
            }
        };
    }

    @Test
    void aCallbackMayAskTheModel() {
        List<String> inner = new ArrayList<>();
        GenerationResult outer = complete(3, onText(() -> inner.add(complete(2).text())));
        assertThat(outer.text()).isEqualTo("xxx");
        assertThat(inner).containsExactly("xx", "xx", "xx");
    }

    @Test
    void callbacksMayNest() {
        AtomicInteger depth = new AtomicInteger();
        nested(depth, 5);
        assertThat(depth).hasValue(5);
    }

    private void nested(AtomicInteger depth, int left) {
        if (left > 0) {
            complete(1, onText(() -> {
                depth.incrementAndGet();
                nested(depth, left - 1);
            }));
        }
    }

    @Test
    void aLogitsProcessorThatAsksIsToldSo() {
        LogitsProcessor asking = (candidates, context) -> complete(1);
        GenerationRequest request = request(2).chain(ProcessorChain.of(asking)).build();
        assertThatThrownBy(() -> scheduler
                        .generate(request, GenerationListener.NONE, new Cancellation())
                        .await())
                .isInstanceOf(IsothermException.class)
                .hasMessageContaining("inside a logits processor");
        assertThat(complete(2).text()).isEqualTo("xx");
    }

    @Test
    void aProcessorThatFailsEndsItsOwnRequestOnly() {
        AtomicInteger calls = new AtomicInteger();
        LogitsProcessor failing = (candidates, context) -> {
            if (calls.incrementAndGet() == 3) {
                throw new IllegalStateException("mine");
            }
        };
        CompletableFuture<GenerationResult> other = CompletableFuture.supplyAsync(() -> complete(500));
        GenerationRequest request =
                request(10).chain(ProcessorChain.of(failing)).build();
        assertThatThrownBy(() -> scheduler
                        .generate(request, GenerationListener.NONE, new Cancellation())
                        .await())
                .isInstanceOf(UserCodeException.class)
                .hasMessageStartingWith(
                        "The processor custom (" + failing.getClass().getName() + ") failed: mine;")
                .hasCause(new IllegalStateException("mine"));
        assertThat(other.join().completionTokens()).isEqualTo(500);
    }

    /** Its buffer fills, its row rests, everybody else goes on; nothing of it is lost. */
    @Test
    void aReceiverThatBlocksHoldsNobodyUp() {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        CompletableFuture<GenerationResult> slow = CompletableFuture.supplyAsync(() -> complete(2000, onText(() -> {
            blocked.countDown();
            await(released);
        })));
        await(blocked);
        assertThat(complete(1000).completionTokens()).isEqualTo(1000);
        int fed = model.fed.size();
        assertThat(fed).as("the blocked row rests").isLessThan(1700);
        released.countDown();
        assertThat(slow.join().text()).isEqualTo("x".repeat(2000));
    }

    @Test
    void aListenerThatThrowsEndsItsRequestAndKeepsNothingRunning() {
        assertThatThrownBy(() -> complete(100_000, onText(() -> {
                    throw new IllegalStateException("listener");
                })))
                .isInstanceOf(UserCodeException.class)
                .hasMessageContaining("failed: listener;")
                .hasCause(new IllegalStateException("listener"));
        awaitIdle();
    }

    private void awaitIdle() {
        while (!scheduler.isIdle()) {
            Thread.onSpinWait();
        }
    }

    /** The model is busy for ever with another's run: what waits ends all the same. */
    @Test
    void whatIsQueuedIsCancelledAtOnce() {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        model.inRun = () -> {
            running.countDown();
            await(released);
        };
        Ticket<ForkedCompletions> first = ask(2, GenerationListener.NONE, new Cancellation());
        await(running);
        Cancellation cancellation = new Cancellation();
        Ticket<ForkedCompletions> queued = ask(2, GenerationListener.NONE, cancellation);
        cancellation.cancel();
        assertThat(queued.await().completions().get(0).finishReason()).isEqualTo(FinishReason.CANCELLED);
        released.countDown();
        assertThat(first.await().completions().get(0).completionTokens()).isEqualTo(2);
    }

    @Test
    void aTimeoutCountsFromTheRequestAndEndsWithinOneRun() {
        AtomicInteger runs = new AtomicInteger();
        model.inRun = () -> {
            runs.incrementAndGet();
            sleep(20);
        };
        GenerationRequest longPrompt = GenerationRequest.of(new int[50_000])
                .timeout(Duration.ofMillis(100))
                .build();
        Ticket<ForkedCompletions> busy = scheduler.generate(longPrompt, GenerationListener.NONE, new Cancellation());
        GenerationResult late = scheduler
                .generate(
                        request(1000).timeout(Duration.ofMillis(100)).build(),
                        GenerationListener.NONE,
                        new Cancellation())
                .await()
                .completions()
                .get(0);
        assertThat(late.finishReason()).isEqualTo(FinishReason.DEADLINE);
        assertThat(busy.await().completions().get(0).finishReason()).isEqualTo(FinishReason.DEADLINE);
        assertThat(runs.get()).isLessThan(20);
    }

    @Test
    void aLongPromptIsCancelledBetweenTwoChunks() {
        Cancellation cancellation = new Cancellation();
        model.inRun = () -> {
            if (model.fed.size() == 3) {
                cancellation.cancel();
            }
        };
        Ticket<ScoredPrompt> ticket = scheduler.score(new int[50_000], List.of(), cancellation);
        assertThatThrownBy(ticket::await).isInstanceOf(CancelledException.class);
        assertThat(model.fed.size()).isLessThanOrEqualTo(5);
    }

    @Test
    void anInterruptEndsABlockingCall() throws Exception {
        AtomicReference<GenerationResult> result = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        CountDownLatch begun = new CountDownLatch(1);
        model.inRun = () -> sleep(1);
        Thread caller = new Thread(() -> {
            result.set(complete(90_000, onText(begun::countDown)));
            flag.set(Thread.currentThread().isInterrupted());
        });
        caller.start();
        begun.await();
        caller.interrupt();
        caller.join();
        assertThat(result.get().finishReason()).isEqualTo(FinishReason.CANCELLED);
        assertThat(flag.get()).isTrue();
    }

    @Test
    void aShortRequestStartsWithinOneChunkOfALongOne() {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        model.inRun = () -> {
            reading.countDown();
            await(asked);
        };
        Ticket<ScoredPrompt> longOne = scheduler.score(new int[60_000], List.of(), new Cancellation());
        await(reading);
        Ticket<ForkedCompletions> shortOne = ask(2, GenerationListener.NONE, new Cancellation());
        asked.countDown();
        assertThat(shortOne.await().completions().get(0).completionTokens()).isEqualTo(2);
        longOne.cancel();
        List<int[]> before = List.copyOf(model.fed).stream()
                .takeWhile(chunk -> chunk[0] != '>')
                .toList();
        assertThat(before).hasSizeLessThanOrEqualTo(2);
    }

    /** Between two steps of a row there is one chunk of somebody's prompt at most, however many are read. */
    @Test
    void rowsThatDecodeAreNotStarvedByPrompts() {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<GenerationResult> row =
                CompletableFuture.supplyAsync(() -> complete(400, onText(begun::countDown)));
        model.inRun = () -> sleep(1);
        await(begun);
        List<Ticket<ScoredPrompt>> prompts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            prompts.add(scheduler.score(new int[] {i, i, i, i, i, i, i, i, i, i, i, i}, List.of(), new Cancellation()));
            prompts.add(scheduler.score(prompt(4000, i), List.of(), new Cancellation()));
        }
        row.join();
        prompts.forEach(Ticket::await);
        List<int[]> fed = List.copyOf(model.fed);
        int most = 0;
        int chunks = 0;
        int lastStep = 0;
        for (int i = 0; i < fed.size(); i++) {
            lastStep = fed.get(i).length == 1 && fed.get(i)[0] == 'x' ? i : lastStep;
        }
        for (int[] feed : fed.subList(0, lastStep)) {
            chunks = feed.length == 1 && feed[0] == 'x' ? 0 : chunks + 1;
            most = Math.max(most, chunks);
            assertThat(feed.length).isLessThanOrEqualTo(Scheduler.CHUNK);
        }
        assertThat(most).isLessThanOrEqualTo(2);
    }

    private static int[] prompt(int length, int seed) {
        int[] ids = new int[length];
        java.util.Arrays.setAll(ids, i -> (i * 7 + seed * 31) % 100);
        return ids;
    }

    @Test
    void closingEndsWhatRunsAndWhatWaitsWithOneError() {
        CountDownLatch running = new CountDownLatch(1);
        model.inRun = () -> {
            running.countDown();
            sleep(5);
        };
        Cancellation own = new Cancellation();
        Ticket<ForkedCompletions> runs = ask(90_000, GenerationListener.NONE, own);
        Ticket<ScoredPrompt> reads = scheduler.score(new int[90_000], List.of(), own);
        await(running);
        scheduler.close();
        scheduler.close();
        assertThatThrownBy(runs::await).isInstanceOf(ClosedException.class);
        assertThatThrownBy(reads::await).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> complete(1))
                .isInstanceOf(ClosedException.class)
                .hasMessageContaining("closed");
        assertThat(own.isCancelled()).as("the caller's own switch").isFalse();
        assertThat(model.open).hasValue(0);
    }

    @Test
    void aCallbackMayClose() {
        assertThatThrownBy(() -> complete(90_000, onText(scheduler::close))).isInstanceOf(ClosedException.class);
    }

    @Test
    void aProcessorMayClose() {
        LogitsProcessor closing = (candidates, context) -> scheduler.close();
        GenerationRequest request =
                request(90_000).chain(ProcessorChain.of(closing)).build();
        assertThatThrownBy(() -> scheduler
                        .generate(request, GenerationListener.NONE, new Cancellation())
                        .await())
                .isInstanceOf(ClosedException.class);
    }

    /** Whatever the moment at which it was let in, nothing outlives the close. */
    @Test
    void nothingThatIsAskedWhileItClosesGoesOn() throws Exception {
        for (int round = 0; round < 300; round++) {
            ScriptedModel own = ScriptedModel.saying(ByteCodec.SIZE, 1, 'x');
            Scheduler closing = new Scheduler(own, CODEC, null, System::nanoTime, SchedulerOptions.defaults());
            CountDownLatch go = new CountDownLatch(1);
            Thread asking = new Thread(() -> {
                await(go);
                try {
                    closing.generate(request(900).build(), GenerationListener.NONE, new Cancellation())
                            .await();
                } catch (ClosedException e) {
                    return;
                }
            });
            asking.start();
            go.countDown();
            if (round % 3 > 0) {
                Thread.onSpinWait();
            }
            closing.close();
            asking.join();
            assertThat(own.open).hasValue(0);
        }
    }

    /** A run that fails for one is tried for each alone. */
    @Test
    void whoMakesARunFailFailsAlone() {
        model.rowsAtOnce = 4;
        AtomicInteger poisoned = new AtomicInteger();
        ScriptedModel fragile = new ScriptedModel(ByteCodec.SIZE, 1000, sequence -> {
            if (sequence.get(0) == '!' && sequence.size() > 3) {
                poisoned.incrementAndGet();
                throw new IllegalStateException("a poisoned row");
            }
            float[] logits = new float[ByteCodec.SIZE];
            logits[sequence.get(sequence.size() - 1) % 100 + 1] = 50;
            return logits;
        });
        fragile.rowsAtOnce = 4;
        try (Scheduler own = new Scheduler(fragile, null, null, System::nanoTime, SchedulerOptions.defaults())) {
            Ticket<ForkedCompletions> good =
                    own.generate(request(8).build(), GenerationListener.NONE, new Cancellation());
            Ticket<ForkedCompletions> bad = own.generate(
                    GenerationRequest.of('!').maxTokens(8).build(), GenerationListener.NONE, new Cancellation());
            assertThatThrownBy(bad::await).hasMessage("a poisoned row");
            assertThat(good.await().completions().get(0).tokens().toArray())
                    .containsExactly('>' + 1, '>' + 2, '>' + 3, '>' + 4, '>' + 5, '>' + 6, '>' + 7, '>' + 8);
        }
        assertThat(poisoned.get()).isPositive();
        assertThat(fragile.open).hasValue(0);
    }

    @Test
    void anExecutorReceivesInOrderWithoutHoldingAThread() {
        ExecutorService one = Executors.newSingleThreadExecutor();
        try {
            StringBuilder first = new StringBuilder();
            StringBuilder second = new StringBuilder();
            CompletableFuture<ForkedCompletions> a =
                    ask(300, appending(first), new Cancellation()).deliverOn(one);
            CompletableFuture<ForkedCompletions> b =
                    ask(300, appending(second), new Cancellation()).deliverOn(one);
            assertThat(a.join().completions().get(0).text()).isEqualTo("x".repeat(300));
            b.join();
            assertThat(first).hasToString("x".repeat(300));
            assertThat(second).hasToString("x".repeat(300));
        } finally {
            one.shutdown();
        }
    }

    @Test
    void whatFollowsIsAttachedBeforeAnythingIsReceived() {
        ExecutorService one = Executors.newSingleThreadExecutor();
        try {
            Ticket<ForkedCompletions> ticket = ask(1, GenerationListener.NONE, new Cancellation());
            awaitIdle();
            AtomicInteger received = new AtomicInteger();
            Thread ending = ticket.deliverOn(
                            work -> {
                                received.incrementAndGet();
                                one.execute(work);
                            },
                            result -> {
                                assertThat(received).hasValue(0);
                                return result.thenApply(ended -> Thread.currentThread());
                            })
                    .join();
            assertThat(received).hasPositiveValue();
            assertThat(ending).isNotSameAs(Thread.currentThread());
        } finally {
            one.shutdown();
        }
    }

    private static GenerationListener appending(StringBuilder text) {
        return new GenerationListener() {
            @Override
            public void onText(String piece) {
                text.append(piece);
            }

            @Override
            public void onToken(int id, @Nullable StepTrace trace) {}
        };
    }

    @Test
    void cancellingTheFutureStopsTheModel() {
        ExecutorService one = Executors.newSingleThreadExecutor();
        try {
            CompletableFuture<ForkedCompletions> future =
                    ask(90_000, GenerationListener.NONE, new Cancellation()).deliverOn(one);
            future.cancel(true);
            awaitIdle();
            assertThat(model.fed.size()).isLessThan(90_000);
        } finally {
            one.shutdown();
        }
    }

    @Test
    void anExecutorThatRefusesEndsTheRequest() {
        ExecutorService closed = Executors.newSingleThreadExecutor();
        closed.shutdown();
        CompletableFuture<ForkedCompletions> future =
                ask(90_000, GenerationListener.NONE, new Cancellation()).deliverOn(closed);
        assertThatThrownBy(future::join).hasRootCauseInstanceOf(java.util.concurrent.RejectedExecutionException.class);
        awaitIdle();
    }

    @Test
    void textsAreScoredInside() {
        ScriptedModel counting = new ScriptedModel(4, 100, sequence -> new float[] {sequence.size(), 0, 0, 0});
        for (int rows : new int[] {1, 3}) {
            counting.rowsAtOnce = rows;
            try (Scheduler own = new Scheduler(counting, null, null, System::nanoTime, SchedulerOptions.defaults())) {
                List<int[]> texts = List.of(new int[] {1}, new int[] {1, 2, 3}, new int[] {2, 2});
                ScoredPrompt scored = own.score(new int[] {0, 0, 0}, texts, new Cancellation())
                        .await();
                assertThat(scored.promptLogits()[0]).isEqualTo(3);
                assertThat(scored.logits()[0]).isEmpty();
                assertThat(scored.logits()[1]).hasDimensions(2, 4);
                assertThat(scored.logits()[1][1][0]).isEqualTo(5);
                assertThat(scored.logits()[2][0][0]).isEqualTo(4);
            }
            assertThat(counting.open).hasValue(0);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
