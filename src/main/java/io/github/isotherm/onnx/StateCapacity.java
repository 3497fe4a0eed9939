package io.github.isotherm.onnx;

/** How many positions a growing state is given room for: it doubles, so that growing is rare and never more than doubles. */
final class StateCapacity {
    private static final int FIRST = 256;

    private StateCapacity() {}

    /**
     * The room for some positions.
     *
     * @param positions positions to be held
     * @param most positions that are ever held
     * @return at least {@code positions}; 0 for none
     */
    static int of(int positions, int most) {
        if (positions <= 0) {
            return 0;
        }
        long room = FIRST;
        while (room < positions) {
            room *= 2;
        }
        return (int) Math.max(positions, Math.min(room, most));
    }
}
