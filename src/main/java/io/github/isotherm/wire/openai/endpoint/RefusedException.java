package io.github.isotherm.wire.openai.endpoint;

import io.github.isotherm.error.IsothermException;
import io.github.isotherm.error.Sentence;
import org.jspecify.annotations.Nullable;

/** A request that is not served, with the status that says why. */
public final class RefusedException extends IsothermException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable String code;
    private final @Nullable String param;

    /**
     * A refusal that needs no name.
     *
     * @param status of HTTP
     * @param sentence what is wrong, and what to do instead
     */
    public RefusedException(int status, String sentence) {
        this(status, null, null, sentence);
    }

    /**
     * A refusal that needs no name, in words of which each has its own.
     *
     * @param status of HTTP
     * @param sentence what is wrong, and what to do instead
     */
    public RefusedException(int status, Sentence sentence) {
        super(sentence);
        this.status = status;
        code = null;
        param = null;
    }

    /**
     * A refusal.
     *
     * @param status of HTTP
     * @param code OpenAI's name of the fault, or null
     * @param param the field of the body whose value is wrong, or null
     * @param sentence what is wrong, and what to do instead
     */
    public RefusedException(int status, @Nullable String code, @Nullable String param, String sentence) {
        super(sentence);
        this.status = status;
        this.code = code;
        this.param = param;
    }

    /**
     * What it is answered with.
     *
     * @return a status of HTTP
     */
    public int status() {
        return status;
    }

    /**
     * OpenAI's name of the fault.
     *
     * @return such as {@code model_not_found}, or null
     */
    @Nullable
    public String code() {
        return code;
    }

    /**
     * Which field is wrong.
     *
     * @return its path in the body, or null
     */
    @Nullable
    public String param() {
        return param;
    }
}
