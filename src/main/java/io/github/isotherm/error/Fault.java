package io.github.isotherm.error;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * What is said of anything that was thrown: the one place where an error becomes a sentence, for the command line, the page and
 * the library alike.
 *
 * @param kind whose fault it is
 * @param sentence one sentence for a person
 */
public record Fault(Kind kind, Sentence sentence) {
    /** Whose fault it is. */
    public enum Kind {
        /** A value that is not allowed, or does not fit: whoever asked can ask better. */
        VALUE,
        /** Something that was tried did not succeed. */
        FAILED,
        /** There is no memory for it; another request may have it. */
        MEMORY,
        /** A mistake in isotherm, whose trace somebody should see. */
        UNEXPECTED
    }

    /**
     * What is said of an error.
     *
     * @param thrown anything, an {@link Error} too
     * @param more where more is known of a mistake in isotherm, as the end of a sentence: {@code the server's log has more}
     * @return one sentence and its kind
     */
    public static Fault of(Throwable thrown, String more) {
        Throwable cause = cause(thrown);
        if (cause instanceof IsothermException known) {
            return new Fault(known instanceof InvalidValueException ? Kind.VALUE : Kind.FAILED, known.sentence());
        }
        if (cause instanceof InvalidPathException path) {
            return new Fault(Kind.VALUE, path(path));
        }
        if (cause instanceof StackOverflowError) {
            return new Fault(Kind.VALUE, tooDeep());
        }
        if (cause instanceof OutOfMemoryError memory) {
            return new Fault(Kind.MEMORY, memory(memory));
        }
        if (cause instanceof IOException io) {
            return new Fault(
                    Kind.FAILED,
                    Sentence.of(
                            "failed.io",
                            "A file or a stream cannot be read or written ({reason}).",
                            "reason",
                            reason(io)));
        }
        if (cause instanceof LinkageError missing) {
            return new Fault(Kind.UNEXPECTED, classes(missing, more));
        }
        return new Fault(Kind.UNEXPECTED, unexpected(cause, more));
    }

    /**
     * Whether what was asked has no part in an error, so that the same may succeed another time: memory or classes that are missing, a
     * model that is closed or has too much to do, a request that was stopped.
     *
     * @param thrown anything
     * @return false where it would fail again
     */
    public static boolean mayPass(Throwable thrown) {
        Throwable cause = cause(thrown);
        return (cause instanceof Error && !(cause instanceof StackOverflowError))
                || cause instanceof ClosedException
                || cause instanceof CancelledException
                || cause instanceof BusyException;
    }

    /** Without the wrappers that say nothing themselves. */
    private static Throwable cause(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null && isWrapper(cause)) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static boolean isWrapper(Throwable thrown) {
        return thrown instanceof UncheckedIOException
                || thrown instanceof CompletionException
                || thrown instanceof ExecutionException
                || thrown instanceof ExceptionInInitializerError;
    }

    private static Sentence path(InvalidPathException e) {
        boolean isAscii = e.getInput().chars().allMatch(c -> c < 128);
        return isAscii
                ? Sentence.of(
                        "path.invalid",
                        "\"{path}\" cannot be the path of a file on this system; give another one.",
                        "path",
                        e.getInput())
                : Sentence.of(
                        "path.locale",
                        "The path \"{path}\" has letters that the locale of this process cannot write; start it in one of UTF-8,"
                                + " such as LC_ALL=C.UTF-8.",
                        "path",
                        e.getInput());
    }

    private static Sentence tooDeep() {
        return Sentence.of(
                "nested.too-deep",
                "What was given is nested too deeply to be read; write it with fewer brackets in each other.");
    }

    private static Sentence memory(OutOfMemoryError e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("thread")
                ? Sentence.of(
                        "memory.threads",
                        "The system allows this process no more threads; end other requests or processes, or raise its limit.")
                : Sentence.of(
                        "memory.java",
                        "Java's memory of {most} MB is not enough for this; ask for less at once, or give Java more with"
                                + " -Xmx.",
                        "most",
                        Runtime.getRuntime().maxMemory() >> 20);
    }

    private static Sentence classes(LinkageError e, String more) {
        return Sentence.of(
                "failed.classes",
                "A class that isotherm needs is missing or does not fit ({error}); give the class path the versions that isotherm"
                        + " asks for: {more}.",
                "error",
                reason(e),
                "more",
                more);
    }

    private static Sentence unexpected(Throwable e, String more) {
        String message = e.getMessage();
        return Sentence.of(
                "internal",
                "An error inside isotherm, {error}; {more}.",
                "error",
                message == null || message.isBlank() ? "which says nothing of itself" : message,
                "more",
                more);
    }

    /**
     * Why a file, a stream or something else cannot be used, in the words of the system and without the name of a Java class.
     *
     * @param e what was thrown
     * @return a phrase
     */
    public static String reason(Throwable e) {
        if (e instanceof NoSuchFileException missing) {
            return "there is no " + missing.getFile();
        }
        if (e instanceof AccessDeniedException denied) {
            return "no access to " + denied.getFile();
        }
        if (e instanceof CharacterCodingException) {
            return "it is not UTF-8";
        }
        if (e instanceof FileSystemException file && file.getReason() == null) {
            return file.getFile() == null ? "the system gives no reason" : file.getFile();
        }
        String message = e.getMessage();
        return message == null || message.isBlank() ? "the system gives no reason" : message;
    }
}
