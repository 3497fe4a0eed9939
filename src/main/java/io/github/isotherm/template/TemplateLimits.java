package io.github.isotherm.template;

/**
 * How much one rendering may do, so that a hostile template can neither hang nor exhaust the process. Reaching a limit
 * is a {@link TemplateException}. The defaults are far above what a prompt of a million tokens needs.
 *
 * @param steps loop iterations, calls and elements visited, together
 * @param textLength characters of one string, the result included
 * @param produced characters and elements of all strings and lists made, together
 * @param depth macros and recursive loops inside each other; Python stops near 200
 */
public record TemplateLimits(long steps, int textLength, long produced, int depth) {
    private static final TemplateLimits DEFAULTS = new TemplateLimits(20_000_000L, 1 << 25, 1L << 27, 200);

    /**
     * Limits that all allow something.
     *
     * @param steps loop iterations, calls and elements visited, together
     * @param textLength characters of one string, the result included
     * @param produced characters and elements of all strings and lists made, together
     * @param depth macros and recursive loops inside each other
     * @throws IllegalArgumentException if a limit is not positive
     */
    public TemplateLimits {
        if (steps < 1 || textLength < 1 || produced < 1 || depth < 1) {
            throw new IllegalArgumentException("every limit must be at least 1, got steps=" + steps + ", textLength="
                    + textLength + ", produced=" + produced + ", depth=" + depth);
        }
    }

    /**
     * The limits used when none are given.
     *
     * @return 20 million steps, 32 Mi characters in one string, 128 Mi characters in all, 200 levels
     */
    public static TemplateLimits defaults() {
        return DEFAULTS;
    }
}
