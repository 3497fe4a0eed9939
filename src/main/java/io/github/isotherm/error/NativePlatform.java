package io.github.isotherm.error;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A computer, as far as native libraries care. Both libraries that isotherm uses come for the same few platforms.
 *
 * @param system its operating system, as {@code os.name} has it
 * @param architecture its processor, as {@code os.arch} has it
 */
public record NativePlatform(String system, String architecture) {
    /**
     * The one this JVM runs on.
     *
     * @return system and architecture
     */
    public static NativePlatform current() {
        return new NativePlatform(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    /**
     * Whether the libraries come for it.
     *
     * @return true for Linux x64 and arm64, macOS arm64, Windows x64
     */
    public boolean isSupported() {
        String name = system.toLowerCase(Locale.ROOT);
        String processor = architecture.toLowerCase(Locale.ROOT);
        boolean x64 = processor.equals("amd64") || processor.equals("x86_64");
        boolean arm64 = processor.equals("aarch64") || processor.equals("arm64");
        if (name.startsWith("windows")) {
            return x64;
        }
        return name.startsWith("mac") ? arm64 : name.startsWith("linux") && (x64 || arm64);
    }

    /**
     * The error of a library that does not load, in one sentence with the reason and the way out.
     *
     * @param library its name, which begins the sentence
     * @param glibc the oldest version of glibc that it runs with
     * @param cause what the JVM said
     * @return to be thrown
     */
    public ModelException failure(String library, String glibc, Throwable cause) {
        String begin = library + " cannot load its native part on " + system + " " + architecture;
        String platforms =
                "it runs on Linux x64 and arm64 with glibc " + glibc + " or newer, macOS arm64 and Windows x64.";
        if (!isSupported()) {
            return new ModelException(begin + " (there is none for it); " + platforms, cause);
        }
        IOException file = ofFile(cause);
        if (file instanceof UnwrittenFileException) {
            return new ModelException(
                    begin + " (it cannot be unpacked: " + file.getMessage() + others(cause)
                            + "); set ISOTHERM_HOME to a folder that this user may write to and that has room.",
                    cause);
        }
        if (file != null) {
            return new ModelException(
                    begin + " (it cannot be read: " + words(file) + others(cause)
                            + "); put a whole copy of the jar that holds it in its place, which this user may read.",
                    cause);
        }
        LoadFailure kind = LoadFailure.of(cause);
        if (kind == LoadFailure.OTHER) {
            return new ModelException(begin + " (" + words(cause) + "); " + platforms, cause);
        }
        return new ModelException(
                begin + " (" + kind.reason(cause) + others(cause) + "); " + kind.wayOut()
                        + (kind.isOfTheCLibrary() ? ": " + platforms : "."),
                cause);
    }

    /** Of a file that cannot be written or read; what a loader says of files is no such failure. */
    private static @Nullable IOException ofFile(Throwable cause) {
        for (Throwable one = cause; one != null; one = one.getCause()) {
            if (one instanceof IOException found) {
                return found;
            }
        }
        return null;
    }

    /** Why the other folders that were tried were no way out. */
    private static String others(Throwable cause) {
        StringBuilder text = new StringBuilder();
        for (Throwable one = cause; one != null; one = one.getCause()) {
            for (Throwable other : one.getSuppressed()) {
                text.append("; nor is there a way by temporary files: ").append(reason(other));
            }
        }
        return text.toString();
    }

    private static String reason(Throwable other) {
        IOException file = ofFile(other);
        LoadFailure kind = file == null ? LoadFailure.of(other) : LoadFailure.OTHER;
        if (file instanceof UnwrittenFileException) {
            return String.valueOf(file.getMessage());
        }
        return kind == LoadFailure.OTHER ? words(other) : kind.reason(other);
    }

    /** The innermost message, on one line: those around it repeat it or say less. */
    private static String words(Throwable cause) {
        Throwable innermost = cause;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        if (innermost instanceof FileSystemException file && file.getReason() == null) {
            String what = innermost instanceof NoSuchFileException ? "there is no " : "this user may not use ";
            return what + file.getFile();
        }
        String message = innermost.getMessage();
        String text = message == null ? "" : message.replaceAll("\\s+", " ").strip();
        return text.isEmpty() ? "the system gives no reason" : text;
    }
}
