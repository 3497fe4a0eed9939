package io.github.isotherm.template;

import java.time.Clock;
import java.time.LocalDateTime;

/** One rendering in progress: its clock and what of its limits is used up. */
final class Rendering {
    private final TemplateLimits limits;
    private final Clock clock;
    private long steps;
    private long produced;
    private int depth;

    Rendering(TemplateLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
    }

    TemplateLimits limits() {
        return limits;
    }

    LocalDateTime now() {
        return LocalDateTime.now(clock);
    }

    /** Counts a loop iteration, a call or an element visited. */
    void step() {
        if (++steps > limits.steps()) {
            throw Failure.of("the template takes more than %d steps", limits.steps());
        }
    }

    /** Counts work that is linear in a length. */
    void scanned(long length) {
        steps += length >> 6;
        step();
    }

    /** Counts finding a place in a text, which is linear only where characters are pairs of UTF-16 units. */
    void counted(String text, long characters) {
        scanned(characters == text.length() ? text.length() >> 4 : text.length());
    }

    /** Counts characters or elements about to be made. */
    void produced(long length) {
        produced += Math.max(0, length);
        requireLength(length, limits.textLength());
        if (produced > limits.produced()) {
            throw Failure.of("the template makes more than %d characters and elements", limits.produced());
        }
    }

    String produced(String text) {
        produced(text.length());
        return text;
    }

    static void requireLength(long length, int limit) {
        if (length > limit) {
            throw Failure.of("the template makes a text or list longer than %d", limit);
        }
    }

    /** Enters a macro or recursive loop. */
    void enter() {
        step();
        if (++depth > limits.depth()) {
            throw Failure.of("maximum recursion depth exceeded: more than %d macros or loops deep", limits.depth());
        }
    }

    void leave() {
        depth--;
    }
}
