package io.github.isotherm.sampling.catalog;

/**
 * A place in an order.
 *
 * @param stage the stage
 * @param rank the place within it; equal ones keep the order they come in
 */
record Place(Stage stage, int rank) implements Comparable<Place> {
    static final Place CUSTOM = new Place(Stage.CUSTOM, 0);
    static final Place OWN_CONSTRAINT = new Place(Stage.CONSTRAIN, 0);

    @Override
    public int compareTo(Place other) {
        int byStage = stage.compareTo(other.stage);
        return byStage != 0 ? byStage : Integer.compare(rank, other.rank);
    }
}
