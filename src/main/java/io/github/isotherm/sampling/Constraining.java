package io.github.isotherm.sampling;

/**
 * A processor that keeps the tokens alone behind which a text can still get the form it must have. A chain has at most one;
 * for a row it is a {@link ConstrainedText}.
 */
public interface Constraining extends StatefulLogitsProcessor {
    @Override
    ConstrainedText copy();
}
