package io.github.isotherm.wire.openai;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.Sentence;
import org.jspecify.annotations.Nullable;

/** A request that cannot be taken as it is, with the field that is wrong. */
public final class InvalidRequestException extends InvalidValueException {
    private static final long serialVersionUID = 1L;

    /** A field that nobody knows. */
    static final String UNKNOWN = "unknown_parameter";
    /** A field that is known, but not taken. */
    static final String UNSUPPORTED = "unsupported_parameter";
    /** A field that must be there. */
    static final String MISSING = "missing_required_parameter";
    /** A value of another kind. */
    static final String TYPE = "invalid_type";
    /** A value that is not allowed. */
    static final String VALUE = "invalid_value";
    /** A body that is no JSON object. */
    static final String JSON = "invalid_json";

    private final @Nullable String param;
    private final String code;

    InvalidRequestException(Sentence sentence, @Nullable String param, String code) {
        super(sentence);
        this.param = param;
        this.code = code;
    }

    InvalidRequestException(String sentence, @Nullable String param, String code) {
        super(sentence);
        this.param = param;
        this.code = code;
    }

    InvalidRequestException(InvalidValueException cause, String param) {
        super(cause.sentence(), cause);
        this.param = param;
        code = VALUE;
    }

    /**
     * The field that is wrong.
     *
     * @return its path, such as {@code messages[0].content}; null where it is none in particular
     */
    public @Nullable String param() {
        return param;
    }

    /**
     * What is wrong with it.
     *
     * @return a word for programs, such as {@code unknown_parameter}
     */
    public String code() {
        return code;
    }
}
