package io.github.isotherm.template;

import java.util.Locale;

/** What went wrong, before the place in the template is known; becomes a {@link TemplateException} there. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Which Python exception this stands for, where the difference shows in what catches it. */
    enum Kind {
        /** TypeError, caught by subscripts and by the int and float filters. */
        TYPE,
        /** ValueError, caught by the int and float filters. */
        VALUE,
        /** KeyError or IndexError, caught by subscripts. */
        LOOKUP,
        /** OverflowError, caught by the int filter's second attempt. */
        OVERFLOW,
        /** Anything nothing catches. */
        OTHER,
        /** The template's own raise_exception. */
        RAISED
    }

    /** More of a message than this is of no use to anybody. */
    private static final int MOST = 2000;

    private final Kind kind;

    private Failure(Kind kind, String message) {
        super(message.length() <= MOST ? message : message.substring(0, MOST) + "...", null, false, false);
        this.kind = kind;
    }

    static Failure of(String format, Object... values) {
        return new Failure(Kind.OTHER, sentence(format, values));
    }

    static Failure type(String format, Object... values) {
        return new Failure(Kind.TYPE, sentence(format, values));
    }

    static Failure value(String format, Object... values) {
        return new Failure(Kind.VALUE, sentence(format, values));
    }

    static Failure lookup(String format, Object... values) {
        return new Failure(Kind.LOOKUP, sentence(format, values));
    }

    static Failure overflow(String format, Object... values) {
        return new Failure(Kind.OVERFLOW, sentence(format, values));
    }

    static Failure raised(String message) {
        return new Failure(Kind.RAISED, message);
    }

    static Failure unsupported(String what) {
        return new Failure(Kind.OTHER, what + " is not supported in chat templates here");
    }

    private static String sentence(String format, Object... values) {
        return values.length == 0 ? format : String.format(Locale.ROOT, format, values);
    }

    Kind kind() {
        return kind;
    }

    boolean raised() {
        return kind == Kind.RAISED;
    }

    String reason() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
