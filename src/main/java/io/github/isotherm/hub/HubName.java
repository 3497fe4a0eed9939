package io.github.isotherm.hub;

import io.github.isotherm.error.ShownText;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Names that came over the network: made fit to be shown, and refused where they could not be a file's or lead elsewhere. */
final class HubName {
    private static final Pattern CONTENT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,127}");
    private static final Pattern COMMIT = Pattern.compile("[A-Za-z0-9][\\w-]{0,127}");
    private static final Pattern SIZE = Pattern.compile("[0-9]+");
    private static final List<String> STEPS = List.of("", ".", "..");
    private static final int LONGEST = 200;

    private HubName() {}

    /** On one line, without what would steer a terminal, and cut at a length. */
    static String shown(String text) {
        return ShownText.value(text);
    }

    /** Controls, line ends, marks of direction and others that are not seen, halves of pairs. */
    private static boolean isUnseen(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    /** A path in a repository: below the folder that it is resolved in, whatever the file system. */
    static String path(String name) throws HubFault {
        boolean steps = List.of(name.split("/", -1)).stream().anyMatch(STEPS::contains);
        if (steps
                || name.contains("\\")
                || name.codePoints().anyMatch(HubName::isUnseen)
                || name.length() > LONGEST
                || !isPath(name)) {
            throw HubFault.lasting(
                    "the hub names a file \"" + shown(name) + "\", which no file of a model may be called");
        }
        return name;
    }

    private static boolean isPath(String name) {
        try {
            Path root = Path.of("root").toAbsolutePath();
            return root.resolve(name).normalize().startsWith(root)
                    && !Path.of(name).isAbsolute();
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** What names the content of a file: an entity tag without its marks. */
    static String content(String path, String tag) throws HubFault {
        String name = tag.replaceFirst("^W/", "").replace("\"", "");
        if (!CONTENT.matcher(name).matches()) {
            throw HubFault.lasting("the hub names the content of " + shown(path) + " \"" + shown(name)
                    + "\" where a checksum belongs");
        }
        return name;
    }

    static String commit(String path, String name) throws HubFault {
        if (!COMMIT.matcher(name).matches()) {
            throw HubFault.lasting("the hub names the commit of " + shown(path) + " \"" + shown(name) + "\"");
        }
        return name;
    }

    /** A number of bytes; {@code what} says of what. */
    static long size(String what, String number) throws HubFault {
        HubFault wrong = HubFault.lasting(what + " is \"" + shown(number) + "\" where a number of bytes belongs");
        if (!SIZE.matcher(number.strip()).matches()) {
            throw wrong;
        }
        try {
            return Long.parseLong(number.strip());
        } catch (NumberFormatException e) { // more than there can be
            throw wrong;
        }
    }
}
