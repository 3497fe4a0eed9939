package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.compare.Comparison;
import io.github.isotherm.compare.ComparisonListener;
import io.github.isotherm.error.CancelledException;
import io.github.isotherm.error.ClosedException;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.FinishReason;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.generate.GenerationResult;
import io.github.isotherm.generate.SchedulerOptions;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.processors.Temperature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Eight threads ask the bundled model whatever they like, whenever they like, cancel, run out of time, ask from inside
 * callbacks, and close it under each other: every text is the one made alone. For so long as {@code -Dsoak.seconds} says.
 */
class SoakIT {
    private static final int THREADS = 8;
    private static final int SECONDS = Integer.getInteger("soak.seconds", 12);
    private static final int REOPEN_SECONDS = Math.max(4, SECONDS / 20);

    private final AtomicReference<LocalModel> model = new AtomicReference<>();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong tokens = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private List<int[]> prompts = List.of();
    private List<String> texts = List.of();
    private List<Integer> logits = List.of();

    private static CompletionOptions options(int number) {
        return CompletionOptions.defaults()
                .chain(ProcessorChain.of(new Temperature(1)))
                .seed(number * 7L)
                .maxTokens(3 + number % 11);
    }

    private void makeAlone() {
        try (LocalModel alone = LocalModel.open(
                LocalModel.bundledFolder(),
                EngineOptions.defaults(),
                SchedulerOptions.defaults().withKept(0))) {
            prompts = IntStream.range(0, 30)
                    .mapToObj(i -> alone.encode((i % 3 == 0 ? "The sea and the " : "Once more, number " + i + ": ")
                            + "lighthouse keeper wrote a letter; ".repeat(i % 9)
                            + "this is a wonderful"))
                    .toList();
            texts = IntStream.range(0, prompts.size())
                    .mapToObj(
                            i -> alone.complete(prompts.get(i), options(i), GenerationListener.NONE, new Cancellation())
                                    .text())
                    .toList();
            logits = prompts.stream()
                    .map(ids -> Arrays.hashCode(alone.logits(ids)))
                    .toList();
        }
    }

    @Test
    void everyTextIsTheOneMadeAlone() throws Exception {
        makeAlone();
        model.set(opened(1));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            Random random = new Random(thread);
            threads.add(CompletableFuture.runAsync(() -> ask(random, end), executor));
        }
        int openings = 1;
        while (System.nanoTime() < end) {
            Thread.sleep(TimeUnit.SECONDS.toMillis(REOPEN_SECONDS));
            LocalModel next = opened(1 + openings++ % 4);
            model.getAndSet(next).close();
        }
        threads.forEach(CompletableFuture::join);
        model.get().close();
        executor.shutdown();
        System.out.printf(
                "soak: %d s, %d requests, %d tokens received, %d met a closed model, %d openings%n",
                SECONDS, requests.get(), tokens.get(), refused.get(), openings);
        assertThat(requests.get()).isGreaterThan(SECONDS);
    }

    private static LocalModel opened(int rows) {
        return LocalModel.open(
                LocalModel.bundledFolder(), EngineOptions.defaults().withRows(rows));
    }

    private void ask(Random random, long end) {
        while (System.nanoTime() < end) {
            int number = random.nextInt(prompts.size());
            try {
                askOne(random, number, 2);
                requests.incrementAndGet();
            } catch (ClosedException e) {
                refused.incrementAndGet();
            } catch (java.util.concurrent.CompletionException e) {
                assertThat(e).hasCauseInstanceOf(ClosedException.class);
                refused.incrementAndGet();
            }
        }
    }

    private void askOne(Random random, int number, int depth) {
        switch (random.nextInt(7)) {
            case 0 -> cancelled(number, random.nextInt(5));
            case 1 -> overdue(number);
            case 2 ->
                assertThat(Arrays.hashCode(model.get().logits(prompts.get(number))))
                        .isEqualTo(logits.get(number));
            case 3 -> compared(number);
            case 4 -> asynchronous(number);
            case 5 -> abandoned(number);
            default -> whole(random, number, depth);
        }
    }

    private GenerationResult complete(int number, GenerationListener listener, Cancellation cancellation) {
        return model.get()
                .complete(prompts.get(number), options(number), listener, cancellation)
                .result();
    }

    /** From inside its callback it asks something else. */
    private void whole(Random random, int number, int depth) {
        int inside = random.nextInt(prompts.size());
        GenerationListener asking = new GenerationListener() {
            private boolean asked;

            @Override
            public void onText(String piece) {
                tokens.incrementAndGet();
                if (!asked && depth > 0) {
                    asked = true;
                    askOne(random, inside, depth - 1);
                }
            }
        };
        assertThat(complete(number, asking, new Cancellation()).text()).isEqualTo(texts.get(number));
    }

    private void cancelled(int number, int after) {
        Cancellation cancellation = new Cancellation();
        StringBuilder received = new StringBuilder();
        GenerationListener impatient = new GenerationListener() {
            private int pieces;

            @Override
            public void onText(String piece) {
                received.append(piece);
                if (++pieces > after) {
                    cancellation.cancel();
                }
            }
        };
        GenerationResult result = complete(number, impatient, cancellation);
        assertThat(result.text()).isEqualTo(received.toString());
        assertThat(texts.get(number)).startsWith(result.text());
    }

    private void overdue(int number) {
        GenerationResult result = model.get()
                .complete(
                        prompts.get(number),
                        options(number).timeout(Duration.ofMillis(20)),
                        GenerationListener.NONE,
                        new Cancellation())
                .result();
        assertThat(texts.get(number)).startsWith(result.text());
        assertThat(result.finishReason()).isNotEqualTo(FinishReason.CANCELLED);
    }

    private void compared(int number) {
        Comparison comparison =
                new Comparison(ProcessorChain.EMPTY, List.of(0.5, 1.0), 1, number * 7L, 3 + number % 11, List.of());
        assertThat(model.get()
                        .compare(prompts.get(number), comparison, ComparisonListener.NONE, new Cancellation())
                        .groups()
                        .get(1)
                        .samples()
                        .get(0)
                        .text())
                .isEqualTo(texts.get(number));
    }

    private void asynchronous(int number) {
        LocalModel now = model.get();
        assertThat(now.completeAsync(
                                prompts.get(number),
                                options(number),
                                GenerationListener.NONE,
                                new Cancellation(),
                                executor)
                        .join()
                        .text())
                .isEqualTo(texts.get(number));
    }

    private void abandoned(int number) {
        Cancellation cancellation = new Cancellation();
        CompletableFuture<Void> later = CompletableFuture.runAsync(
                cancellation::cancel, CompletableFuture.delayedExecutor(number, TimeUnit.MILLISECONDS, executor));
        try {
            assertThat(Arrays.hashCode(model.get().logits(prompts.get(number), cancellation)))
                    .isEqualTo(logits.get(number));
        } catch (CancelledException e) {
            assertThat(cancellation.isCancelled()).isTrue();
        }
        later.join();
    }
}
