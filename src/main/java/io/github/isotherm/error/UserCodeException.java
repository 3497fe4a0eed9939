package io.github.isotherm.error;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Code that isotherm's user brought threw something: a processor, a plug-in, a listener. Its own exception is the cause of this
 * one.
 */
public class UserCodeException extends IsothermException {
    private static final long serialVersionUID = 1L;

    /**
     * A failure of somebody else's code.
     *
     * @param what which code, as the subject of a sentence: {@code The processor boost}
     * @param type its class
     * @param cause what it threw
     */
    public UserCodeException(String what, Class<?> type, Throwable cause) {
        super(
                Sentence.of(
                        "user.code",
                        "{what} ({type}) failed: {error}; that is code which isotherm was given, so look for the cause there.",
                        "what",
                        what,
                        "type",
                        type.getName(),
                        "error",
                        words(cause)),
                cause);
    }

    /** What an exception says; its kind where it says nothing. */
    private static String words(Throwable cause) {
        String message = cause.getMessage();
        return message == null || message.isBlank()
                ? cause.getClass().getSimpleName()
                : message.strip().replaceAll("\\.$", "");
    }

    /**
     * Runs somebody else's code. What isotherm's own calls throw in it goes on as it is: those are sentences already.
     *
     * @param <T> what it gives
     * @param what which code, as the subject of a sentence
     * @param type its class
     * @param code what to run
     * @return what it gives
     * @throws UserCodeException with whatever else it throws as the cause
     */
    public static <T extends @Nullable Object> T calling(String what, Class<?> type, Supplier<T> code) {
        try {
            return code.get();
        } catch (IsothermException e) {
            throw e;
        } catch (Throwable e) { // other languages throw checked ones as they like
            throw new UserCodeException(what, type, e);
        }
    }

    /**
     * Runs somebody else's code that gives nothing.
     *
     * @param what which code, as the subject of a sentence
     * @param type its class
     * @param code what to run
     * @throws UserCodeException with what it throws as the cause
     */
    public static void running(String what, Class<?> type, Runnable code) {
        UserCodeException.<@Nullable Object>calling(what, type, () -> {
            code.run();
            return null;
        });
    }
}
