package io.github.isotherm.generate;

import java.util.ArrayList;
import java.util.List;

/**
 * Whose turn it is. Every row that decodes gets a step before the next chunk of anybody's text is read, so that none waits
 * longer than one chunk; what reads takes turns too, so that a short prompt does not wait for a long one. Owned by the
 * scheduler's thread.
 */
final class Turns {
    private int stepsSinceReading;

    /**
     * The lanes of the next run; they go to the end of the line.
     *
     * @param line all lanes, the longest waiting first
     * @param width how many share a run
     * @return empty when none is ready
     */
    List<Lane> next(List<Lane> line, int width) {
        List<Lane> steps = new ArrayList<>();
        List<Lane> reads = new ArrayList<>();
        for (Lane lane : line) {
            if (lane.isReady()) {
                (lane.branch().reads() ? reads : steps).add(lane);
            }
        }
        boolean reading = !reads.isEmpty() && stepsSinceReading >= steps.size();
        int readers = reading ? Math.min(reads.size(), Math.max(1, width - steps.size())) : 0;
        int steppers = Math.min(steps.size(), width - readers);
        stepsSinceReading = steppers + (reading ? 0 : stepsSinceReading);
        List<Lane> turn = new ArrayList<>(steps.subList(0, steppers));
        turn.addAll(reads.subList(0, readers));
        line.removeAll(turn);
        line.addAll(turn);
        return turn;
    }
}
