package io.github.isotherm.spark;

/** What happens when executors turn out to have processors of several kinds. */
public enum DifferingProcessors {
    /** The driver's log says so, once. */
    WARN,
    /** The stages that answer rows are cancelled, and the job fails. */
    FAIL
}
