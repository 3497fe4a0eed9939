package io.github.isotherm.error;

/** Something was asked of a model, pool or session after it was closed. */
public class ClosedException extends IsothermException {
    private static final long serialVersionUID = 1L;

    /**
     * Use after close.
     *
     * @param what the thing that is closed, as the subject of a sentence
     */
    public ClosedException(String what) {
        super(Sentence.of("closed", "{what} is closed; open it again to go on.", "what", what));
    }
}
