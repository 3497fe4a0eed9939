package io.github.isotherm.sampling.catalog;

import java.util.Comparator;

/**
 * A place in an order.
 *
 * @param stage the stage
 * @param rank the place within it; equal ones keep the order they come in
 */
record Place(Stage stage, int rank) implements Comparable<Place> {
    static final Place CUSTOM = new Place(Stage.CUSTOM, 0);

    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::stage).thenComparingInt(Place::rank);

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }
}
