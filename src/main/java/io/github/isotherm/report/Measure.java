package io.github.isotherm.report;

import io.github.isotherm.next.NextTokens.Candidate;

/** Which of a text's two numbers a bar is as long as. */
public enum Measure {
    /** Its part of the probability of all texts listed. */
    SHARE("share among the words listed") {
        @Override
        double of(Candidate text) {
            return text.share();
        }
    },

    /** Its probability over the whole vocabulary. */
    PROBABILITY("probability over the whole vocabulary") {
        @Override
        double of(Candidate text) {
            return text.probability();
        }
    };

    private final String axis;

    Measure(String axis) {
        this.axis = axis;
    }

    /** What stands under the axis. */
    String axis() {
        return axis;
    }

    abstract double of(Candidate text);
}
