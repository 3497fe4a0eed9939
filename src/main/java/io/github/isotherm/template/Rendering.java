package io.github.isotherm.template;

import java.math.BigInteger;
import java.time.Clock;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** One rendering in progress: its clock and what of its limits is used up. Work is paid for before it is done. */
final class Rendering {
    private static final long STEP = 8;
    private static final long CALL = 48;
    private static final long OBJECT = 48;
    private static final long CHECKED_EACH = 100_000;

    private final TemplateLimits limits;
    private final Clock clock;
    private final Interruption interruption;
    private long work;
    private long nextCheck = CHECKED_EACH;
    private int depth;
    private @Nullable LocalDateTime now;

    Rendering(TemplateLimits limits, Clock clock, Interruption interruption) {
        this.limits = limits;
        this.clock = clock;
        this.interruption = interruption;
    }

    TemplateLimits limits() {
        return limits;
    }

    /** One time for the whole rendering. */
    LocalDateTime now() {
        LocalDateTime time = now == null ? LocalDateTime.now(clock) : now;
        now = time;
        return time;
    }

    /** Takes units of work from the budget. */
    void charge(long units) {
        work += Math.max(0, Math.min(units, Long.MAX_VALUE / 4));
        if (work > limits.work()) {
            throw Failure.of("the template takes more than %d units of work", limits.work());
        }
        if (work > nextCheck) {
            nextCheck = work + CHECKED_EACH;
            interruption.check();
        }
    }

    /** A loop iteration or an element visited. */
    void step() {
        charge(STEP);
    }

    /** A call, with its arguments. */
    void called() {
        charge(CALL);
    }

    /** Characters looked at one by one. */
    void scanned(long length) {
        charge(STEP + length);
    }

    /** Characters compared or passed over many at a time. */
    void compared(long length) {
        charge(STEP + (length >> 3));
    }

    /** Finding a place in a text, which is linear only where characters are pairs of UTF-16 units. */
    void counted(String text, long characters) {
        if (characters == text.length()) {
            compared(text.length());
        } else {
            scanned(text.length());
        }
    }

    /** Characters about to be made. */
    void produced(long length) {
        requireLength(length, limits.textLength());
        charge(OBJECT + 2 * length);
    }

    String produced(String text) {
        produced(text.length());
        return text;
    }

    /** Elements of a list about to be made, without what they hold. */
    void listed(long size) {
        requireLength(size, limits.textLength());
        charge(OBJECT + 8 * size);
    }

    /** Objects about to be made, each with a few fields. */
    void objects(long count) {
        requireLength(count, limits.textLength());
        charge(OBJECT * count);
    }

    /** Going through the digits of an integer once. */
    void digits(Object integer) {
        if (integer instanceof BigInteger big) {
            charge(STEP + (big.bitLength() >> 3));
        }
    }

    /** Multiplying or dividing integers of so many bits. */
    void multiplied(long bits, long otherBits) {
        charge(((bits + otherBits) >> 3) + (bits >> 5) * (otherBits >> 5) / 4);
    }

    static void requireLength(long length, int limit) {
        if (length > limit) {
            throw Failure.of("the template makes a text or list longer than %d", limit);
        }
    }

    /** Enters a macro or recursive loop. */
    void enter() {
        called();
        if (++depth > limits.depth()) {
            throw Failure.of("maximum recursion depth exceeded: more than %d macros or loops deep", limits.depth());
        }
    }

    void leave() {
        depth--;
    }
}
