package io.github.isotherm.template;

/**
 * How much one rendering may do, so that a hostile template can neither hang nor exhaust the process. Reaching a limit
 * is a {@link TemplateException}. The defaults are far above what a prompt of a million tokens needs.
 *
 * <p>There is one budget of work for everything that can take more than constant time or room: iterations, calls,
 * characters looked at, compared or copied, digits multiplied, bytes of the objects made. A unit is a byte that is kept
 * or at most some ten nanoseconds, and each operation pays before it begins, for the worst that it can cost.
 *
 * @param work units of work; an iteration takes 8, a call 48, an object made at least its bytes
 * @param textLength characters of one string or elements of one list, the result included
 * @param depth macros and recursive loops inside each other; Python stops near 200
 */
public record TemplateLimits(long work, int textLength, int depth) {
    private static final TemplateLimits DEFAULTS = new TemplateLimits(150_000_000L, 1 << 24, 200);

    /**
     * Limits that all allow something.
     *
     * @param work units of work, at least 1
     * @param textLength characters of one string or elements of one list, at least 1
     * @param depth macros and recursive loops inside each other, at least 1
     * @throws IllegalArgumentException if a limit is not positive
     */
    public TemplateLimits {
        if (work < 1 || textLength < 1 || depth < 1) {
            throw new IllegalArgumentException("every limit must be at least 1, got work=" + work + ", textLength="
                    + textLength + ", depth=" + depth);
        }
    }

    /**
     * The limits used when none are given: two seconds and 256 MB are enough to reach them.
     *
     * @return 150 million units of work, 16 Mi characters in one string, 200 levels
     */
    public static TemplateLimits defaults() {
        return DEFAULTS;
    }
}
