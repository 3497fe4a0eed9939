package io.github.isotherm.serve;

import io.github.isotherm.error.IsothermException;
import io.github.isotherm.error.Sentence;
import org.jspecify.annotations.Nullable;

/** A request that is not served, with the status that says why. */
final class RefusedException extends IsothermException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable String code;
    private final @Nullable String param;

    RefusedException(int status, String sentence) {
        this(status, null, null, sentence);
    }

    RefusedException(int status, Sentence sentence) {
        super(sentence);
        this.status = status;
        code = null;
        param = null;
    }

    /**
     * A refusal.
     *
     * @param code OpenAI's name of the fault, or null
     * @param param the field of the body whose value is wrong, or null
     */
    RefusedException(int status, @Nullable String code, @Nullable String param, String sentence) {
        super(sentence);
        this.status = status;
        this.code = code;
        this.param = param;
    }

    int status() {
        return status;
    }

    @Nullable
    String code() {
        return code;
    }

    @Nullable
    String param() {
        return param;
    }
}
