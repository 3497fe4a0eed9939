package io.github.isotherm.bench;

import io.github.isotherm.grammar.Constraint;
import io.github.isotherm.grammar.Matcher;
import io.github.isotherm.grammar.TokenSet;
import java.util.ArrayList;
import java.util.List;

/**
 * How long the masks of one text take: which tokens may come at each of its places.
 *
 * @param steps one for each token up to the first that does not fit, and one for the end of a text that fits
 */
public record MaskTimes(List<Step> steps) {
    /** The place behind the last token. */
    public static final int END = -1;

    /** Copies the list. */
    public MaskTimes {
        steps = List.copyOf(steps);
    }

    /**
     * One mask.
     *
     * @param token what the text has there, or {@link #END}
     * @param fits whether that is allowed
     * @param allowed how many ids are
     * @param micros how long the mask took, µs
     */
    public record Step(int token, boolean fits, int allowed, double micros) {}

    /**
     * Times the masks of a text.
     *
     * @param constraint what it knows of other texts it does not work out again
     * @param ids the text's tokens
     * @return a step each
     */
    public static MaskTimes of(Constraint constraint, int[] ids) {
        List<Step> steps = new ArrayList<>();
        Matcher at = constraint.matcher();
        for (int id : ids) {
            Step step = timed(at, id);
            steps.add(step);
            if (!step.fits) {
                return new MaskTimes(steps);
            }
            at.accept(id);
        }
        steps.add(timed(at, END));
        return new MaskTimes(steps);
    }

    private static Step timed(Matcher at, int token) {
        long start = System.nanoTime();
        TokenSet allowed = at.allowed(Integer.MAX_VALUE);
        double micros = (System.nanoTime() - start) / 1e3;
        boolean fits = token == END ? at.mayEnd() : allowed.contains(token);
        return new Step(token, fits, allowed.size(), micros);
    }
}
