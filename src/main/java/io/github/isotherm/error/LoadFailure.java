package io.github.isotherm.error;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a native library does not load, told by the words of the system's loader: glibc's, musl's, macOS's, Windows' and the
 * JVM's own.
 */
public enum LoadFailure {
    /** A symbol of a newer glibc. */
    OLDER_GLIBC(
            "GLIBC_(?<what>\\d+(?:\\.\\d+)+)['`’]? not found",
            "the C library here is older than glibc %s",
            "take a newer system or image, such as Debian 12, Ubuntu 22.04 or Red Hat 9"),

    /** musl says of any library that it lacks, libstdc++ first, that it cannot load it. */
    OTHER_C_LIBRARY(
            "Error relocating |Error loading shared library |ld-linux[\\w.-]*: (?:cannot open|No such file)",
            "the C library here is not glibc but another one, such as Alpine's musl",
            "take an image with glibc, such as one of Debian, Ubuntu or Red Hat; Alpine's libstdc++ and gcompat packages"
                    + " are not enough"),

    /** Another processor than the JVM's; glibc says of such a file that it is not there, and the JVM adds what it has found in it. */
    OTHER_PROCESSOR(
            "wrong ELF class|can't load [\\w ]+ \\.so on a|incompatible architecture|Exec format error"
                    + "|not a valid Win32 application",
            "it is for another processor than this JVM",
            "take a 64-bit JVM for this computer's own processor"),

    /** What glibc's loader says of a library that another one needs. */
    MISSING_LIBRARY(
            "(?<what>lib[\\w+.-]+\\.so[\\w.]*): cannot open shared object file: No such file",
            "it needs %s, which is not installed",
            "install that, on Debian and Ubuntu by apt-get install libstdc++6"),

    /** Windows does not say which. */
    MISSING_DLL(
            "Can't find dependent libraries",
            "a library that it needs is not installed",
            "install Microsoft's Visual C++ Redistributable for x64"),

    /** The file was found, and memory for it was not. */
    NO_MEMORY(
            "failed to map segment from shared object: Cannot allocate memory|cannot allocate memory",
            "there is not enough memory to load it",
            "give the process or the container more"),

    /** A mount with noexec, or a policy that says the same. */
    NOT_EXECUTABLE(
            "(?:^|\\s)(?<what>[^\\s:](?:[^:]|:(?! ))*): failed to map segment|failed to map segment|Operation not permitted",
            "%s lies where nothing may be executed, as on a mount with noexec",
            "set ISOTHERM_HOME to a folder of another mount, or mount that one with exec"),

    /** The JVM's own rule. */
    OTHER_CLASS_LOADER(
            "already loaded in another class ?loader",
            "another class loader of this JVM has it",
            "put isotherm and what it needs where all applications share them, such as the server's own lib folder"),

    /** Cut, empty, or something else. */
    DAMAGED(
            "(?<what>[^\\s:](?:[^:]|:(?! ))*): (?:file too short|invalid ELF header|ELF file|ELF load command|cannot read file"
                    + "|only ET_DYN|object file has no|not a mach-o file)",
            "%s is damaged",
            "delete it and start again"),

    /** None of these. */
    OTHER("(?!)", "", "");

    private final Pattern pattern;
    private final String reason;
    private final String wayOut;

    LoadFailure(String pattern, String reason, String wayOut) {
        this.pattern = Pattern.compile(pattern);
        this.reason = reason;
        this.wayOut = wayOut;
    }

    /**
     * The kind of a failure.
     *
     * @param cause what the JVM threw
     * @return the first kind that a message of it or of its causes tells; {@link #OTHER} for what is no failure to load
     */
    public static LoadFailure of(Throwable cause) {
        List<String> messages = messages(cause);
        return Arrays.stream(values())
                .filter(kind -> messages.stream()
                        .anyMatch(message -> kind.pattern.matcher(message).find()))
                .findFirst()
                .orElse(OTHER);
    }

    /**
     * Whether the same file may load from another folder.
     *
     * @return true where the folder is to blame
     */
    public boolean isOfTheFolder() {
        return this == NOT_EXECUTABLE;
    }

    /**
     * Whether a copy of the file loads.
     *
     * @return true where another class loader has the file
     */
    public boolean isOfAnotherClassLoader() {
        return this == OTHER_CLASS_LOADER;
    }

    /** Whether this is about the C library, of which each library says what it needs. */
    boolean isOfTheCLibrary() {
        return this == OLDER_GLIBC || this == OTHER_C_LIBRARY;
    }

    /** The reason as a phrase, with what the messages name. */
    String reason(Throwable cause) {
        for (String message : messages(cause)) {
            Matcher matcher = pattern.matcher(message);
            if (matcher.find()) {
                return reason.replace("%s", named(matcher));
            }
        }
        return reason;
    }

    private String named(Matcher matcher) {
        String what = reason.contains("%s") ? matcher.group("what") : null;
        return what == null ? "it" : what;
    }

    /** What to do, as a phrase. */
    String wayOut() {
        return wayOut;
    }

    private static List<String> messages(Throwable cause) {
        List<String> messages = new ArrayList<>();
        for (Throwable one = cause; one != null; one = one.getCause()) {
            messages.add(String.valueOf(one.getMessage()));
        }
        return messages;
    }
}
