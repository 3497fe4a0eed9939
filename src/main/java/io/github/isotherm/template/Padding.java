package io.github.isotherm.template;

/** The methods of str that make it wider. */
final class Padding {
    private Padding() {}

    static Object justify(String name, Rendering rendering, String text, Arguments arguments) {
        arguments.positionalOnly(name, 1, 2);
        int width = Numbers.count(arguments.at(0), "the width");
        String fill = StringMethods.text(arguments.or(1, " "), name);
        if (fill.codePointCount(0, fill.length()) != 1) {
            throw Failure.type("the fill character must be exactly one character long");
        }
        int missing = missing(text, width, rendering);
        int left = switch (name) {
            case "ljust" -> 0;
            case "rjust" -> missing;
            default -> leftOfCenter(missing, width);
        };
        return fill.repeat(left) + text + fill.repeat(missing - left);
    }

    /** CPython puts the odd space on the left only if the width is odd too. */
    private static int leftOfCenter(int missing, int width) {
        return missing / 2 + (missing & width & 1);
    }

    private static int missing(String text, int width, Rendering rendering) {
        rendering.produced(2L * Math.max(text.length(), width));
        return Math.max(0, width - text.codePointCount(0, text.length()));
    }

    static String center(String text, int width, Rendering rendering) {
        int missing = missing(text, width, rendering);
        int left = leftOfCenter(missing, width);
        return " ".repeat(left) + text + " ".repeat(missing - left);
    }

    static Object zeroFill(Rendering rendering, String text, Arguments arguments) {
        int width = Numbers.count(arguments.positionalOnly("zfill", 1, 1).at(0), "the width");
        String zeros = "0".repeat(missing(text, width, rendering));
        boolean signed = text.startsWith("-") || text.startsWith("+");
        return signed ? text.charAt(0) + zeros + text.substring(1) : zeros + text;
    }

    static Object expandTabs(Rendering rendering, String text, Arguments arguments) {
        Object size = arguments.bind("expandtabs", "tabsize?")[0];
        int tab = Missing.is(size) ? 8 : Numbers.count(size, "the tab size");
        StringBuilder out = new StringBuilder();
        int column = 0;
        rendering.produced(text.length());
        rendering.scanned(text.length());
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int point = text.codePointAt(i);
            if (point == '\t') {
                int spaces = tab > 0 ? tab - column % tab : 0;
                rendering.produced(spaces);
                out.append(" ".repeat(spaces));
                column += spaces;
            } else {
                out.appendCodePoint(point);
                column = point == '\n' || point == '\r' ? 0 : column + 1;
            }
            Rendering.requireLength(out.length(), rendering.limits().textLength());
        }
        return out.toString();
    }
}
