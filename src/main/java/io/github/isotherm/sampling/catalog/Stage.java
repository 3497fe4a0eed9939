package io.github.isotherm.sampling.catalog;

/** Where in a chain a processor stands whose place was not chosen: first to last, in every {@link ProcessorOrder}. */
public enum Stage {
    /** Makes the model's logits usable. */
    REPAIR,
    /** Mixes two distributions. */
    GUIDE,
    /** Biases and bans: what is asked for. */
    BIAS,
    /** Says which form the whole text must have. */
    CONSTRAIN,
    /** Looks at the history. */
    PENALIZE,
    /** Says which token comes. */
    FORCE,
    /** Code of the user's own. */
    CUSTOM,
    /** Temperatures and truncations; the orders differ here. */
    TRUNCATE,
    /** Takes the place of a plain draw. */
    DRAW
}
