package io.github.isotherm.error;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A computer, as far as native libraries care. Both libraries that isotherm uses come for the same few platforms.
 *
 * @param system its operating system, as {@code os.name} has it
 * @param architecture its processor, as {@code os.arch} has it
 */
public record NativePlatform(String system, String architecture) {
    private static final Pattern TOO_OLD = Pattern.compile("GLIBC_(\\d+(?:\\.\\d+)+)['`’]? not found");
    private static final Pattern OTHER_C_LIBRARY =
            Pattern.compile("musl|Error relocating|symbol not found|ld-linux[\\w.-]*: (cannot open|No such file)");

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
     * The error of a library that does not load, in one sentence with the reason, where it can be told.
     *
     * @param library its name, which begins the sentence
     * @param glibc the oldest version of glibc that it runs with
     * @param cause what the JVM said
     * @return to be thrown
     */
    public ModelException failure(String library, String glibc, Throwable cause) {
        return new ModelException(
                library + " cannot load its native part on " + system + " " + architecture + reason(cause)
                        + "; it runs on Linux x64 and arm64 with glibc " + glibc
                        + " or newer, macOS arm64 and Windows x64.",
                cause);
    }

    private String reason(Throwable cause) {
        if (!isSupported()) {
            return " (there is none for it)";
        }
        for (Throwable one = cause; one != null; one = one.getCause()) {
            String message = String.valueOf(one.getMessage());
            Matcher old = TOO_OLD.matcher(message);
            if (old.find()) {
                return " (the C library here is older than glibc " + old.group(1) + ")";
            }
            if (OTHER_C_LIBRARY.matcher(message).find()) {
                return " (the C library here is not glibc but another one, such as Alpine's musl)";
            }
        }
        return "";
    }
}
