package io.github.isotherm.cli;

/** Nobody reads what a command writes any more, as {@code head} does: there is nothing left to do. */
final class GoneReader extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GoneReader() {
        super("nobody reads standard output any more", null, false, false);
    }
}
