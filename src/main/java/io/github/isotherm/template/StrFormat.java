package io.github.isotherm.template;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Python's {@code str.format}, looking attributes and items up as the sandbox does. */
final class StrFormat {
    private final Arguments arguments;
    private final @Nullable Object mapping;
    private final Rendering rendering;
    private int automatic;
    private boolean manual;

    private StrFormat(Arguments arguments, @Nullable Object mapping, Rendering rendering) {
        this.arguments = arguments;
        this.mapping = mapping;
        this.rendering = rendering;
    }

    static String format(String text, Arguments arguments, Rendering rendering) {
        return rendering.produced(new StrFormat(arguments, null, rendering).expand(text, 2));
    }

    static String formatMap(String text, Arguments arguments, Rendering rendering) {
        Object mapping = arguments.positionalOnly("format_map", 1, 1).at(0);
        return rendering.produced(new StrFormat(Arguments.NONE, mapping, rendering).expand(text, 2));
    }

    private String expand(String text, int depth) {
        rendering.scanned(4L * text.length());
        if (depth < 0) {
            throw Failure.value("Max string recursion exceeded");
        }
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean doubled = at + 1 < text.length() && text.charAt(at + 1) == c;
            if (c != '{' && c != '}') {
                out.append(c);
                at++;
            } else if (doubled) {
                out.append(c);
                at += 2;
            } else if (c == '}') {
                throw Failure.value("Single '}' encountered in format string");
            } else {
                int end = closing(text, at + 1);
                rendering.called();
                out.append(field(text.substring(at + 1, end), depth));
                at = end + 1;
            }
            Rendering.requireLength(out.length(), rendering.limits().textLength());
        }
        return out.toString();
    }

    private static int closing(String text, int from) {
        int depth = 1;
        boolean bracket = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '[') {
                bracket = true;
            } else if (c == ']') {
                bracket = false;
            } else if (c == '{' && !bracket) {
                depth++;
            } else if (c == '}' && !bracket && --depth == 0) {
                return i;
            }
        }
        throw Failure.value("expected '}' before end of string");
    }

    private String field(String field, int depth) {
        int split = nameEnd(field);
        String name = field.substring(0, split);
        String rest = field.substring(split);
        String conversion = "";
        if (rest.startsWith("!")) {
            if (rest.length() < 2 || (rest.length() > 2 && rest.charAt(2) != ':')) {
                throw Failure.value("expected ':' after conversion specifier");
            }
            conversion = rest.substring(1, 2);
            rest = rest.substring(2);
        }
        Object value = converted(lookup(name), conversion);
        String spec = rest.isEmpty() ? "" : expand(rest.substring(1), depth - 1);
        return FormatSpec.format(value, spec, rendering);
    }

    private static int nameEnd(String field) {
        boolean bracket = false;
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '{') {
                throw Failure.value("unexpected '{' in field name");
            }
            bracket = c == '[' || (bracket && c != ']');
            if (!bracket && (c == '!' || c == ':')) {
                return i;
            }
        }
        return field.length();
    }

    private Object converted(Object value, String conversion) {
        return switch (conversion) {
            case "" -> value;
            case "s" -> Repr.str(value, rendering);
            case "r" -> Repr.repr(value, rendering);
            case "a" -> Repr.ascii(value, rendering);
            default -> throw Failure.value("Unknown conversion specifier %s", conversion);
        };
    }

    private Object lookup(String name) {
        int end = 0;
        while (end < name.length() && name.charAt(end) != '.' && name.charAt(end) != '[') {
            end++;
        }
        Object value = first(name.substring(0, end));
        int at = end;
        while (at < name.length()) {
            boolean attribute = name.charAt(at) == '.';
            int stop = attribute ? attributeEnd(name, at + 1) : name.indexOf(']', at);
            if (stop < 0) {
                throw Failure.value("Missing ']' in format string");
            }
            String key = name.substring(at + 1, stop);
            if (key.isEmpty()) {
                throw Failure.value("Empty attribute in format string");
            }
            value = attribute ? Indexing.attribute(value, key, rendering) : Indexing.item(value, key(key), rendering);
            at = attribute ? stop : stop + 1;
            if (!attribute && at < name.length() && name.charAt(at) != '.' && name.charAt(at) != '[') {
                throw Failure.value("Only '.' or '[' may follow ']' in format field specifier");
            }
        }
        return value;
    }

    private static int attributeEnd(String name, int from) {
        int end = from;
        while (end < name.length() && name.charAt(end) != '.' && name.charAt(end) != '[') {
            end++;
        }
        return end;
    }

    private static Object key(String key) {
        return isNumber(key) ? (Object) Long.parseLong(key) : key;
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() < 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private Object first(String name) {
        if (name.isEmpty()) {
            if (manual) {
                throw Failure.value("cannot switch from manual field specification to automatic field numbering");
            }
            return positional(automatic++);
        }
        if (isNumber(name)) {
            if (automatic > 0) {
                throw Failure.value("cannot switch from manual field specification to automatic field numbering");
            }
            manual = true;
            return positional(Integer.parseInt(name));
        }
        return named(name);
    }

    private Object positional(int index) {
        if (index >= arguments.size()) {
            throw Failure.lookup("Replacement index %d out of range for positional args tuple", index);
        }
        return arguments.at(index);
    }

    private Object named(String name) {
        Map<String, Object> names = arguments.named();
        Object value =
                mapping == null ? names.get(name) : mapping instanceof Dict dict ? dict.get(name, rendering) : null;
        if (value == null) {
            throw Failure.lookup("%s", Repr.brief(name));
        }
        return value;
    }
}
