package io.github.isotherm.fuzz;

import io.github.isotherm.CompletionOptions;
import io.github.isotherm.EngineOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.compare.Comparison;
import io.github.isotherm.compare.ComparisonListener;
import io.github.isotherm.error.CancelledException;
import io.github.isotherm.error.ClosedException;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.generate.GenerationResult;
import io.github.isotherm.generate.SchedulerOptions;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.processors.Temperature;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/**
 * Eight threads ask a model whatever they like, whenever they like, cancel, run out of time, throw in callbacks, ask from
 * inside them, and close the model under each other: every text is the one made alone. In rounds, after each of which all is
 * closed and memory is measured. Arguments: the model's folder, seconds, the most tokens, and a seed, which makes the same
 * callers ask the same again. Ends with 1 where anything was not as it is to be.
 */
final class Soak {
    private static final int THREADS = 8;
    private static final int ROUNDS = 10;
    private static final int PROMPTS = 30;
    private static final int KINDS = 9;
    private static final int COLLECTIONS = 5;

    private final Path folder;
    private final long most;
    private final long seed;
    private final AtomicReference<LocalModel> model = new AtomicReference<>();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong tokens = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong openings = new AtomicLong();
    private final AtomicLong faults = new AtomicLong();
    private volatile ExecutorService executor = Executors.newCachedThreadPool();
    private List<int[]> prompts = List.of();
    private List<String> texts = List.of();
    private List<Integer> logits = List.of();

    private Soak(Path folder, long most, long seed) {
        this.folder = folder;
        this.most = most;
        this.seed = seed;
    }

    public static void main(String[] arguments) throws Exception {
        Soak soak = new Soak(Path.of(arguments[0]), Long.parseLong(arguments[2]), Long.parseLong(arguments[3]));
        soak.makeAlone();
        long seconds = Long.parseLong(arguments[1]);
        for (int round = 1; round <= ROUNDS && soak.tokens.get() < soak.most; round++) {
            soak.round(round, TimeUnit.SECONDS.toNanos(seconds) / ROUNDS);
        }
        soak.executor.shutdown();
        System.exit(soak.faults.get() == 0 ? 0 : 1);
    }

    private static CompletionOptions options(int number) {
        return CompletionOptions.defaults()
                .chain(ProcessorChain.of(new Temperature(1)))
                .seed(number * 7L)
                .maxTokens(length(number));
    }

    private static int length(int number) {
        return 3 + number % 11;
    }

    private void makeAlone() {
        try (LocalModel alone = LocalModel.open(
                folder, EngineOptions.defaults(), SchedulerOptions.defaults().withKept(0))) {
            Random random = new Random(seed);
            prompts = IntStream.range(0, PROMPTS)
                    .mapToObj(i -> random.ints(4 + 12L * (i % 9), 0, alone.vocabularySize())
                            .toArray())
                    .toList();
            texts = IntStream.range(0, PROMPTS)
                    .mapToObj(
                            i -> alone.complete(prompts.get(i), options(i), GenerationListener.NONE, new Cancellation())
                                    .text())
                    .toList();
            logits = prompts.stream()
                    .map(ids -> Arrays.hashCode(alone.logits(ids)))
                    .toList();
        }
    }

    private void round(int number, long nanos) throws IOException, InterruptedException {
        model.set(opened(number));
        long end = System.nanoTime() + nanos;
        List<CompletableFuture<Void>> callers = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            Random random = new Random(31 * (31 * seed + number) + thread);
            callers.add(CompletableFuture.runAsync(() -> ask(random, end), executor));
        }
        callers.forEach(CompletableFuture::join);
        model.get().close();
        endThreads();
        System.out.printf(
                Locale.ROOT,
                "round %d: %d requests, %d tokens, %d met a closed model, %d openings, %d faults, heap %d KiB, resident %d KiB%n",
                number,
                requests.get(),
                tokens.get(),
                refused.get(),
                openings.get(),
                faults.get(),
                heap(),
                resident());
    }

    /** Their stacks and what belongs to them are no part of what is kept. */
    private void endThreads() throws InterruptedException {
        executor.shutdown();
        if (!executor.awaitTermination(5, TimeUnit.MINUTES)) {
            throw new IllegalStateException("A caller's thread does not end.");
        }
        executor = Executors.newCachedThreadPool();
    }

    private LocalModel opened(int rows) {
        openings.incrementAndGet();
        return LocalModel.open(folder, EngineOptions.defaults().withRows(1 + rows % 4));
    }

    private void ask(Random random, long end) {
        while (System.nanoTime() < end && tokens.get() < most) {
            int number = random.nextInt(PROMPTS);
            int kind = random.nextInt(KINDS);
            try {
                one(random, kind, number, 2);
                requests.incrementAndGet();
            } catch (RuntimeException | Error e) {
                if (metAClosedModel(e)) {
                    refused.incrementAndGet();
                } else {
                    fault(kind, number, e);
                }
            }
        }
    }

    /** Itself, or what it asked from inside its callback. */
    private static boolean metAClosedModel(Throwable fault) {
        boolean met = false;
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            met |= cause instanceof ClosedException;
        }
        return met;
    }

    private void fault(int kind, int number, Throwable fault) {
        faults.incrementAndGet();
        System.out.println("fault of kind " + kind + ", prompt " + number + ", seed " + seed + ": " + fault);
        fault.printStackTrace(System.out);
    }

    private void one(Random random, int kind, int number, int depth) {
        switch (kind) {
            case 0 -> cancelled(number, random.nextInt(5));
            case 1 -> overdue(number);
            case 2 -> same(logits.get(number), Arrays.hashCode(model.get().logits(prompts.get(number))), "logits");
            case 3 -> compared(number);
            case 4 -> asynchronous(number);
            case 5 -> abandoned(number);
            case 6 -> throwing(number);
            case 7 -> closing(random, number);
            default -> whole(random, number, depth);
        }
    }

    private static void same(Object expected, Object found, String what) {
        if (!expected.equals(found)) {
            throw new IllegalStateException(what + " made alone: " + expected + ", made here: " + found);
        }
    }

    private static void isBeginning(String whole, String text) {
        if (!whole.startsWith(text)) {
            throw new IllegalStateException("not the beginning of " + whole + ": " + text);
        }
    }

    private GenerationResult complete(int number, GenerationListener listener, Cancellation cancellation) {
        GenerationResult result = model.get()
                .complete(prompts.get(number), options(number), listener, cancellation)
                .result();
        tokens.addAndGet(result.tokens().size());
        return result;
    }

    /** From inside its callback it asks something else. */
    private void whole(Random random, int number, int depth) {
        int inside = random.nextInt(PROMPTS);
        int kind = random.nextInt(KINDS);
        GenerationListener asking = new GenerationListener() {
            private boolean asked;

            @Override
            public void onText(String piece) {
                if (!asked && depth > 0) {
                    asked = true;
                    one(random, kind, inside, depth - 1);
                }
            }
        };
        same(texts.get(number), complete(number, asking, new Cancellation()).text(), "text");
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
        same(received.toString(), result.text(), "pieces");
        isBeginning(texts.get(number), result.text());
    }

    private void overdue(int number) {
        GenerationResult result = model.get()
                .complete(
                        prompts.get(number),
                        options(number).timeout(Duration.ofMillis(20)),
                        GenerationListener.NONE,
                        new Cancellation())
                .result();
        isBeginning(texts.get(number), result.text());
    }

    private void compared(int number) {
        Comparison comparison =
                new Comparison(ProcessorChain.EMPTY, List.of(0.5, 1.0), 1, number * 7L, length(number), List.of());
        same(
                texts.get(number),
                model.get()
                        .compare(prompts.get(number), comparison, ComparisonListener.NONE, new Cancellation())
                        .groups()
                        .get(1)
                        .samples()
                        .get(0)
                        .text(),
                "text at T = 1");
        tokens.addAndGet(2L * length(number));
    }

    private void asynchronous(int number) {
        same(
                texts.get(number),
                model.get()
                        .completeAsync(
                                prompts.get(number),
                                options(number),
                                GenerationListener.NONE,
                                new Cancellation(),
                                executor)
                        .join()
                        .text(),
                "text");
    }

    private void abandoned(int number) {
        Cancellation cancellation = new Cancellation();
        CompletableFuture<Void> later = CompletableFuture.runAsync(
                cancellation::cancel, CompletableFuture.delayedExecutor(number, TimeUnit.MILLISECONDS, executor));
        try {
            same(logits.get(number), Arrays.hashCode(model.get().logits(prompts.get(number), cancellation)), "logits");
        } catch (CancelledException e) {
            if (!cancellation.isCancelled()) {
                throw e;
            }
        }
        later.join();
    }

    /** Its own fault comes back to it, and to nobody else. */
    private void throwing(int number) {
        ArithmeticException own = new ArithmeticException("of a handler");
        try {
            complete(
                    number,
                    new GenerationListener() {
                        @Override
                        public void onText(String piece) {
                            throw own;
                        }
                    },
                    new Cancellation());
            if (!texts.get(number).isEmpty()) {
                throw new IllegalStateException("the fault of a handler was lost");
            }
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != own; cause = cause.getCause()) {
                if (cause == null || cause instanceof ClosedException) {
                    throw e;
                }
            }
        }
    }

    /** From inside its callback it puts another model in the place of everybody's, and closes the one that it is asking. */
    private void closing(Random random, int number) {
        int rows = random.nextInt(4);
        GenerationListener replacing = new GenerationListener() {
            private boolean done;

            @Override
            public void onText(String piece) {
                if (!done) {
                    done = true;
                    model.getAndSet(opened(rows)).close();
                }
            }
        };
        isBeginning(
                texts.get(number),
                complete(number, replacing, new Cancellation()).text());
    }

    /** The least of some: what threads free behind the collector, or on their way out, is no part of what is kept. */
    private static long heap() throws InterruptedException {
        long least = used();
        for (int i = 0; i < COLLECTIONS; i++) {
            Thread.sleep(500);
            least = Math.min(least, used());
        }
        return least;
    }

    private static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024;
    }

    /** 0 where the system does not say. */
    private static long resident() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }
}
