package io.github.isotherm.generate;

import java.util.List;

/**
 * The run that the model is in, and its end before its time: the chunk of a long prompt takes as long as dozens of steps, and
 * nobody waits for one that was cancelled. A run that others share goes on. Thread-safe.
 */
final class Running {
    private List<Lane> turn = List.of();
    private boolean brokenOff;

    synchronized void begin(List<Lane> lanes) {
        turn = lanes;
    }

    synchronized void end() {
        turn = List.of();
    }

    /** Has the model give up where all that it reads was cancelled; a step of rows that decode is over soon. */
    synchronized void breakOff(CausalModel model) {
        if (turn.isEmpty()) {
            return;
        }
        for (Lane lane : turn) {
            if (!lane.branch().reads() || !lane.job().isCancelled()) {
                return;
            }
        }
        brokenOff = true;
        model.interrupt();
    }

    /**
     * Whether a run was broken off since this was asked last. One that gave up for that and was another by then, because the
     * first had just ended, is fed again.
     */
    synchronized boolean wasBrokenOff() {
        boolean was = brokenOff;
        brokenOff = false;
        return was;
    }
}
