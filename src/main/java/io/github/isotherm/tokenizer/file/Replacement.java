package io.github.isotherm.tokenizer.file;

import java.nio.charset.StandardCharsets;

/**
 * A {@code Replace}: something found, and what stands for it.
 *
 * @param node where it stands
 * @param factor how often its text is longer than the shortest that is found, in bytes
 * @param run the longest run it can be given
 */
record Replacement(Node node, double factor, Run run) {
    /** What all of them together may make of one byte. */
    private static final int MOST_GROWTH = 100;

    private static final int LONGEST_TEXT = 1_000;

    static Replacement of(Node node) {
        int bytes = node.at("content").text(LONGEST_TEXT).getBytes(StandardCharsets.UTF_8).length;
        Found found = found(node.at("pattern"));
        if (found.least() == 0) {
            throw node.at("pattern").refused("matches the empty text, which cannot be replaced");
        }
        return new Replacement(node, Math.max(1, bytes / (double) found.least()), found.run());
    }

    /**
     * What a pattern finds.
     *
     * @param least the shortest, in bytes
     * @param run the longest run it can be given
     */
    record Found(int least, Run run) {}

    /** Either a text or an expression. */
    static Found found(Node pattern) {
        Node text = pattern.at("String");
        Node regex = pattern.at("Regex");
        if (text.isMissing() == regex.isMissing() || pattern.members().size() != 1) {
            throw pattern.not("an object with either a String or a Regex");
        }
        if (regex.isMissing()) {
            return new Found(text.text(LONGEST_TEXT).getBytes(StandardCharsets.UTF_8).length, Run.ANY);
        }
        Expression.Measured measured = Expression.of(regex);
        return new Found(measured.least(), new Run(measured.run(), measured.mixed()));
    }

    /** The growth of a text that has grown so much before. */
    double grown(double before) {
        double all = before * factor;
        if (all > MOST_GROWTH) {
            throw node.refused("makes a text up to " + Math.round(all)
                    + " times as long, with what is before it; at most " + MOST_GROWTH + " times is taken");
        }
        return all;
    }
}
