package io.github.isotherm.template;

/**
 * A template that cannot be read or rendered: a syntax error, an operation Python refuses, a feature that is not
 * supported, a limit, or the template's own {@code raise_exception}. Where Jinja2 raises, this is thrown; a wrong
 * rendering never is.
 */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What went wrong. */
    private final String reason;

    /** The line, from 1. */
    private final int line;

    /** The column, from 1. */
    private final int column;

    /** Whether the template called raise_exception. */
    private final boolean raised;

    TemplateException(String template, Position at, Failure failure) {
        super(
                failure.getMessage() + " (" + template + ", line " + at.line() + ", column " + at.column() + ")",
                failure.getCause());
        this.reason = failure.reason();
        this.line = at.line();
        this.column = at.column();
        this.raised = failure.raised();
    }

    /**
     * What went wrong, without the place. For {@code raise_exception} it is the template's own message.
     *
     * @return the reason, one sentence
     */
    public String reason() {
        return reason;
    }

    /**
     * The line of the template the error belongs to.
     *
     * @return the line, from 1
     */
    public int line() {
        return line;
    }

    /**
     * The column of the template the error belongs to.
     *
     * @return the column, from 1, in UTF-16 units
     */
    public int column() {
        return column;
    }

    /**
     * Whether the template itself refused its input, by calling {@code raise_exception}.
     *
     * @return true for {@code raise_exception}, false for every other error
     */
    public boolean raisedByTemplate() {
        return raised;
    }
}
