package io.github.isotherm.grammar;

/**
 * How much a grammar may take: it may come from a stranger. Each is checked where it would be passed, and named then.
 *
 * @param expressions different expressions, ≥ 1
 * @param searchSteps expressions looked at to tell whether an intersection or complement has a string, ≥ 1
 * @param symbols different parts of the grammar, ≥ 1
 * @param states different states, ≥ 1
 * @param stacks readings of one text that are followed at once, ≥ 1
 */
public record GrammarLimits(int expressions, int searchSteps, int symbols, int states, int stacks) {
    /** Enough for every schema that people write, and less than 256 MB. */
    public static final GrammarLimits DEFAULTS = new GrammarLimits(400_000, 20_000, 400_000, 100_000, 2_000);

    /** Expressions in expressions; more could not be followed on a thread's stack. */
    static final int DEEPEST = 500;

    static void depth(int there) {
        within("expressions in each other", there, DEEPEST);
    }

    /** Rules looked at to find the shortest text of each. */
    private static final int WORK = 2_000_000;

    static void work(long there) {
        within("looks at rules", (int) Math.min(Integer.MAX_VALUE, there), WORK);
    }

    /** Parts that a rule begins with, and that those begin with, and so on. */
    static void beginnings(int there) {
        within("parts that begin with each other", there, DEEPEST);
    }

    void expressions(int there) {
        within("expressions", there, expressions);
    }

    void searchSteps(int there) {
        within("search steps", there, searchSteps);
    }

    void symbols(int there) {
        within("symbols", there, symbols);
    }

    void states(int there) {
        within("states", there, states);
    }

    void stacks(int there) {
        within("readings at once", there, stacks);
    }

    private static void within(String what, int there, int most) {
        if (there >= most) {
            throw new GrammarLimitException(what, most);
        }
    }
}
