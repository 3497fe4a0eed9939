package io.github.isotherm.sampling;

import java.util.Optional;
import java.util.ServiceLoader;

/**
 * How the steps of a chain are called and written. The core knows no processor by name; the catalog of them, a package
 * above, implements this and is found by {@link ServiceLoader}.
 */
public interface StepNotation {
    /**
     * A processor that is known by name, as a step.
     *
     * @param processor any processor
     * @return the step under its name and with its parameters; empty for code of the user's own
     */
    Optional<ChainStep> known(LogitsProcessor processor);

    /**
     * The text of a step.
     *
     * @param step any step
     * @return such as {@code top-k(k=40, keep-ties=true)}
     */
    String text(ChainStep step);

    /**
     * The one notation.
     *
     * @return what the catalog brings
     * @throws IllegalStateException when a repackaged jar lost the service
     */
    static StepNotation standard() {
        return Standard.NOTATION;
    }

    /** Looked for once. */
    final class Standard {
        private static final StepNotation NOTATION = ServiceLoader.load(
                        StepNotation.class, StepNotation.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("META-INF/services/" + StepNotation.class.getName()
                        + " is missing from isotherm's jar; merge service files when jars are joined."));

        private Standard() {}
    }
}
