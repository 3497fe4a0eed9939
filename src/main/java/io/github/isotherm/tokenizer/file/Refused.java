package io.github.isotherm.tokenizer.file;

/** Something in a tokenizer.json that cannot be handed to the native library: its place, and what is wrong there. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean malformed;

    Refused(String placeAndFault) {
        this(placeAndFault, false);
    }

    private Refused(String fault, boolean malformed) {
        super(fault);
        this.malformed = malformed;
    }

    /** It is not even JSON. */
    static Refused malformed(String placeAndFault) {
        return new Refused(placeAndFault, true);
    }

    boolean isMalformed() {
        return malformed;
    }
}
