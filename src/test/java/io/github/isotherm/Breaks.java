package io.github.isotherm;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Names the rule of {@link ArchitectureTest} that a class breaks on purpose. */
@Retention(RetentionPolicy.RUNTIME)
public @interface Breaks {
    /** The rule's field. */
    String value();
}
