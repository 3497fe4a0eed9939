package io.github.isotherm.tokenizer.file;

/**
 * What a part of an expression can match, and how often the engine may have to try.
 *
 * @param least the fewest characters it matches
 * @param most the most characters, {@link #WITHOUT_END} where nothing bounds them
 * @param loops repetitions without end behind which something may fail, one behind another: the exponent of the work
 * @param open repetitions without end that become loops as soon as something that may fail follows
 * @param ways in how many ways it can match one text, repetitions without end aside
 */
record Reach(int least, int most, int loops, int open, double ways) {
    static final int WITHOUT_END = Integer.MAX_VALUE;

    static final Reach NOTHING = new Reach(0, 0, 0, 0, 1);

    static final Reach CHARACTER = new Reach(1, 1, 0, 0, 1);

    private static int sum(int a, int b) {
        return (int) Math.min(WITHOUT_END, (long) a + b);
    }

    private static int product(int a, int b) {
        return (int) Math.min(WITHOUT_END, (long) a * b);
    }

    /** An anchor or a look around takes nothing and may fail all the same. */
    private boolean mayFail() {
        return least > 0 || most == 0;
    }

    /** This, then another. */
    Reach then(Reach next) {
        int closed = next.mayFail() ? open : 0;
        return new Reach(
                sum(least, next.least),
                sum(most, next.most),
                loops + next.loops + closed,
                open - closed + next.open,
                ways * next.ways);
    }

    Reach or(Reach other) {
        return new Reach(
                Math.min(least, other.least),
                Math.max(most, other.most),
                Math.max(loops, other.loops),
                Math.max(open, other.open),
                ways + other.ways);
    }

    /** Looked at and not taken. */
    Reach around() {
        return new Reach(0, 0, loops + open, 0, ways);
    }

    /** Whether repeating it without end leaves the engine no choice but where to stop. */
    boolean isRepeatable() {
        return least > 0 && least == most && ways <= 1;
    }

    Reach withoutEnd(int fewest) {
        return new Reach(product(least, fewest), WITHOUT_END, 0, 1, 1);
    }

    Reach times(int fewest, int highest) {
        double options = 0;
        for (int n = fewest; n <= highest; n++) {
            options += Math.pow(ways, n);
        }
        return new Reach(
                product(least, fewest),
                product(most, highest),
                product(loops, Math.max(1, highest)) + product(open, Math.max(0, highest - 1)),
                open,
                options);
    }
}
