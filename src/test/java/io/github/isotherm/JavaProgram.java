package io.github.isotherm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A command line that runs a program on the JDK of the tests; newer ones are told that natives may be loaded, as our documents say. */
public final class JavaProgram {
    /** The first JDK that knows the flag. */
    private static final int FLAG_SINCE = 22;

    private JavaProgram() {}

    /** The command and what every program is given. */
    public static List<String> begin() {
        return begin("ALL-UNNAMED");
    }

    /** The same, where these modules load natives. */
    static List<String> begin(String modules) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= FLAG_SINCE) {
            command.add("--enable-native-access=" + modules);
        }
        return command;
    }

    /** The whole command line. */
    public static List<String> with(String... options) {
        List<String> command = begin();
        command.addAll(List.of(options));
        return command;
    }
}
