package io.github.isotherm.onnx;

import java.util.Collection;

/**
 * Which numbers of rows a product with few-bit weights wants another row behind: one that is left over takes another kernel,
 * with sums in another order. Each constant is enough for those before it.
 */
enum Silence {
    /** None: each row is as it is alone. */
    NEVER,

    /** One more than a multiple of a block of rows. */
    ONE_LEFT_OF_A_BLOCK,

    /** Odd ones. */
    ODD,

    /** Others, so that another row is no cure. */
    UNKNOWN;

    private static final int ROWS = 128;

    /** What is enough for runs of these numbers of rows, whose rows were seen to differ. */
    static Silence seen(Collection<Integer> differing) {
        for (Silence silence : values()) {
            if (silence.isWantedByAll(differing)) {
                return silence;
            }
        }
        return UNKNOWN;
    }

    private boolean isWantedByAll(Collection<Integer> numbers) {
        for (int rows : numbers) {
            if (!isWanted(rows)) {
                return false;
            }
        }
        return true;
    }

    Silence and(Silence other) {
        return compareTo(other) < 0 ? other : this;
    }

    /** Whether so many rows want another. */
    boolean isWanted(int rows) {
        return switch (this) {
            case NEVER -> false;
            case ONE_LEFT_OF_A_BLOCK -> rows % ROWS == 1;
            case ODD -> rows % 2 == 1;
            case UNKNOWN -> true;
        };
    }
}
