package io.github.isotherm.template;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Filters that make text of text. */
final class TextFilters {
    private TextFilters() {}

    static void addTo(Map<String, Callable> all) {
        all.put("upper", mapping("upper", CaseMapping::upper));
        all.put("lower", mapping("lower", CaseMapping::lower));
        all.put("capitalize", mapping("capitalize", CaseMapping::capitalize));
        all.put("title", mappingOnly("title", TextFilters::title));
        all.put("trim", TextFilters::trim);
        all.put("center", TextFilters::center);
        all.put("replace", TextFilters::replace);
        all.put("indent", TextFilters::indent);
        all.put("truncate", TextFilters::truncate);
        all.put("format", TextFilters::format);
        all.put("wordcount", TextFilters::wordCount);
        all.put("wordwrap", WordWrap::filter);
        all.put("string", (r, a) -> string(r, a.bind("string", "object")[0]));
    }

    private static Callable mapping(String name, UnaryOperator<String> mapping) {
        return (r, a) -> {
            Object value = a.bind(name, "s")[0];
            return like(value, mapped(r, value, mapping));
        };
    }

    private static Callable mappingOnly(String name, UnaryOperator<String> mapping) {
        return (r, a) -> mapped(r, a.bind(name, "s")[0], mapping);
    }

    private static String mapped(Rendering rendering, Object value, UnaryOperator<String> mapping) {
        String text = Repr.str(value, rendering);
        rendering.charge(StringMethods.CASED * text.length());
        return rendering.produced(mapping.apply(text));
    }

    /** What a method of str gives for Markup stays Markup. */
    private static Object like(Object value, String text) {
        return value instanceof SafeText ? new SafeText(text) : text;
    }

    private static Object string(Rendering rendering, Object value) {
        return value instanceof SafeText ? value : Repr.str(value, rendering);
    }

    /** Jinja2's own title: words begin after white space, hyphens and opening brackets. */
    private static String title(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int from = 0;
        while (from < text.length()) {
            int first = from;
            boolean separator = isSeparator(text.codePointAt(from));
            while (from < text.length() && isSeparator(text.codePointAt(from)) == separator) {
                from += Character.charCount(text.codePointAt(from));
            }
            int rest = text.offsetByCodePoints(first, 1);
            out.append(CaseMapping.upper(text.substring(first, rest)))
                    .append(CaseMapping.lower(text.substring(rest, from)));
        }
        return out.toString();
    }

    private static boolean isSeparator(int point) {
        return Characters.isSpace(point) || "-({[<".indexOf(point) >= 0;
    }

    private static Object trim(Rendering rendering, Arguments arguments) {
        Object[] bound = arguments.bind("trim", "value", "chars?");
        String text = Repr.str(bound[0], rendering);
        return like(bound[0], Splitting.strip(text, Filters.orNone(bound[1]), true, true, "trim", rendering));
    }

    private static Object center(Rendering rendering, Arguments arguments) {
        Object[] bound = arguments.bind("center", "value", "width?");
        int width = Numbers.count(Filters.or(bound[1], 80L), "the width");
        return like(bound[0], Padding.center(Repr.str(bound[0], rendering), width, rendering));
    }

    private static Object replace(Rendering rendering, Arguments arguments) {
        Object[] bound = arguments.bind("replace", "s", "old", "new", "count?");
        Object count = Filters.orNone(bound[3]);
        return Searching.replace(
                Repr.str(bound[0], rendering),
                Repr.str(bound[1], rendering),
                Repr.str(bound[2], rendering),
                count == None.NONE ? -1 : Numbers.count(count, "the count"),
                rendering);
    }

    private static Object indent(Rendering rendering, Arguments arguments) {
        Object[] bound = arguments.bind("indent", "s", "width?", "first?", "blank?");
        if (!ValueOrder.isText(bound[0])) {
            throw bound[0] instanceof Undefined undefined
                    ? undefined.failure()
                    : Failure.type("indent takes a string, not %s", TypeName.of(bound[0]));
        }
        Object width = Filters.or(bound[1], 4L);
        String indention = indention(width, rendering);
        boolean blank = Filters.flag(bound[3]);
        List<Object> lines = Splitting.lines(Repr.str(bound[0]) + "\n", false, rendering);
        StringBuilder out = new StringBuilder(Filters.flag(bound[2]) ? indention : "");
        for (int i = 0; i < lines.size(); i++) {
            String line = (String) lines.get(i);
            rendering.produced(1L + indention.length() + line.length());
            out.append(i == 0 ? "" : "\n")
                    .append(i > 0 && (blank || !line.isEmpty()) ? indention : "")
                    .append(line);
            Rendering.requireLength(out.length(), rendering.limits().textLength());
        }
        return like(bound[0], out.toString());
    }

    private static String indention(Object width, Rendering rendering) {
        if (ValueOrder.isText(width)) {
            return Repr.str(width);
        }
        return (String) Arithmetic.apply("*", " ", requireInteger(width), rendering);
    }

    private static Object requireInteger(Object value) {
        Numbers.count(value, "the width");
        return value;
    }

    private static Object truncate(Rendering rendering, Arguments arguments) {
        Object[] bound = arguments.bind("truncate", "s", "length?", "killwords?", "end?", "leeway?");
        int length = Numbers.clampedInt(Filters.or(bound[1], 255L), "the length");
        String end = StringMethods.text(Filters.or(bound[3], "..."), "truncate");
        Object leeway = Filters.orNone(bound[4]);
        int slack = leeway == None.NONE ? 5 : Numbers.count(leeway, "the leeway");
        int marks = end.codePointCount(0, end.length());
        if (length < marks || slack < 0) {
            throw Failure.of("truncate expected length >= %d and leeway >= 0, got %d and %d", marks, length, slack);
        }
        if (ValueOrder.isText(bound[0])) {
            rendering.produced(Repr.str(bound[0]).length());
        }
        if (Truth.length(bound[0]) <= (long) length + slack) {
            return bound[0];
        }
        String text = StringMethods.text(bound[0], "truncate");
        rendering.scanned(text.length());
        String kept = text.substring(0, text.offsetByCodePoints(0, length - marks));
        if (!Filters.flag(bound[2])) {
            kept = (String) Splitting.rsplit(kept, " ", 1, rendering).get(0);
        }
        return bound[0] instanceof SafeText ? new SafeText(kept + SafeText.escaped(end, rendering)) : kept + end;
    }

    private static Object format(Rendering rendering, Arguments arguments) {
        if (arguments.size() == 0) {
            throw Failure.type("format misses its argument 'value'");
        }
        Arguments values = arguments.withoutFirst(1);
        if (values.size() > 0 && !values.named().isEmpty()) {
            throw Failure.of("can't handle positional and keyword arguments at the same time");
        }
        String text = Arithmetic.plainFormat(arguments.at(0));
        if (values.named().isEmpty()) {
            return PercentFormat.format(text, new Tuple(values.positional()), rendering);
        }
        Dict names = new Dict();
        values.named().forEach((name, value) -> names.put(name, value, rendering));
        return PercentFormat.format(text, names, rendering);
    }

    private static Object wordCount(Rendering rendering, Arguments arguments) {
        String text = Repr.str(arguments.bind("wordcount", "s")[0], rendering);
        rendering.scanned(4L * text.length());
        long words = 0;
        boolean inside = false;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int point = text.codePointAt(i);
            boolean word = Characters.isWord(point);
            words += word && !inside ? 1 : 0;
            inside = word;
        }
        return words;
    }
}
