package io.github.isotherm.error;

/** A request to a model for which as many others wait already as may. */
public class BusyException extends IsothermException {
    private static final long serialVersionUID = 1L;

    /**
     * One request too many.
     *
     * @param waiting how many wait
     */
    public BusyException(int waiting) {
        super(Sentence.of(
                "busy.queue",
                "The model has {waiting} requests waiting already; ask again in a moment.",
                "waiting",
                waiting));
    }
}
