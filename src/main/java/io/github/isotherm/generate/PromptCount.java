package io.github.isotherm.generate;

import java.util.concurrent.atomic.LongAdder;

/** How many prompts were let in, and how much of them was known already. Thread-safe. */
final class PromptCount {
    private final LongAdder requests = new LongAdder();
    private final LongAdder tokens = new LongAdder();
    private final LongAdder reused = new LongAdder();

    void add(int length, int known) {
        requests.increment();
        tokens.add(length);
        reused.add(known);
    }

    long requests() {
        return requests.sum();
    }

    long tokens() {
        return tokens.sum();
    }

    long reused() {
        return reused.sum();
    }
}
