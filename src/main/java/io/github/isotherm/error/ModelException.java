package io.github.isotherm.error;

/** A model folder or file that cannot be opened or run. */
public class ModelException extends IsothermException {
    private static final long serialVersionUID = 1L;

    /**
     * A model that cannot be used.
     *
     * @param message what is wrong with which file, and the way out
     */
    public ModelException(String message) {
        super(message);
    }

    /**
     * A model that cannot be used, with the failure below.
     *
     * @param message what is wrong with which file, and the way out
     * @param cause what failed underneath
     */
    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
