package io.github.isotherm.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/** The methods of str by name; what they do stands in {@link Splitting}, {@link Searching} and {@link Padding}. */
final class StringMethods {
    static final Map<String, Method<String>> ALL = methods();

    /** What changing the case of a character takes: some make a string for each. */
    static final long CASED = 20;

    /** The methods of Markup that escape their arguments. */
    private static final Set<String> ESCAPING = Set.of(
            "capitalize",
            "title",
            "lower",
            "upper",
            "replace",
            "ljust",
            "rjust",
            "lstrip",
            "rstrip",
            "center",
            "strip",
            "expandtabs",
            "swapcase",
            "zfill",
            "casefold",
            "removeprefix",
            "removesuffix");

    private StringMethods() {}

    private static Map<String, Method<String>> methods() {
        Map<String, Method<String>> all = new HashMap<>();
        addCases(all);
        addPredicates(all);
        addSearches(all);
        addSplits(all);
        addPaddings(all);
        all.put("format", (r, text, a) -> StrFormat.format(text, a, r));
        all.put("format_map", (r, text, a) -> StrFormat.formatMap(text, a, r));
        for (String name : List.of("encode", "maketrans", "translate")) {
            all.put(name, Method.unsupported(name));
        }
        return Map.copyOf(all);
    }

    private static void addCases(Map<String, Method<String>> all) {
        all.put("upper", mapping("upper", CaseMapping::upper));
        all.put("lower", mapping("lower", CaseMapping::lower));
        all.put("title", mapping("title", CaseMapping::title));
        all.put("capitalize", mapping("capitalize", CaseMapping::capitalize));
        all.put("swapcase", mapping("swapcase", CaseMapping::swap));
        all.put("casefold", mapping("casefold", CaseMapping::fold));
    }

    private static Method<String> mapping(String name, Function<String, String> mapping) {
        return (r, text, a) -> {
            a.positionalOnly(name, 0, 0);
            r.charge(CASED * text.length());
            return r.produced(mapping.apply(text));
        };
    }

    private static void addPredicates(Map<String, Method<String>> all) {
        addPredicate(all, "isspace", text -> Characters.someAndAll(text, Characters::isSpace));
        addPredicate(all, "isalpha", text -> Characters.someAndAll(text, Character::isLetter));
        addPredicate(all, "isalnum", text -> Characters.someAndAll(text, Characters::isAlphanumeric));
        addPredicate(all, "isdecimal", text -> Characters.someAndAll(text, Characters::isDecimal));
        addPredicate(all, "isdigit", text -> Characters.someAndAll(text, Characters::isDigit));
        addPredicate(all, "isnumeric", text -> Characters.someAndAll(text, Characters::isNumeric));
        addPredicate(all, "isascii", text -> Characters.all(text, point -> point < 0x80));
        addPredicate(all, "isprintable", text -> Characters.all(text, Characters::isPrintable));
        addPredicate(all, "isidentifier", Characters::isIdentifier);
        addPredicate(all, "isupper", CaseMapping::isUpper);
        addPredicate(all, "islower", CaseMapping::isLower);
        addPredicate(all, "istitle", CaseMapping::isTitle);
    }

    private static void addPredicate(Map<String, Method<String>> all, String name, Predicate<String> predicate) {
        all.put(name, (r, text, a) -> {
            a.positionalOnly(name, 0, 0);
            r.scanned(4L * text.length());
            return predicate.test(text);
        });
    }

    private static void addSearches(Map<String, Method<String>> all) {
        all.put("find", (r, text, a) -> Searching.find("find", r, text, a));
        all.put("rfind", (r, text, a) -> Searching.find("rfind", r, text, a));
        all.put("index", (r, text, a) -> Searching.index("index", r, text, a));
        all.put("rindex", (r, text, a) -> Searching.index("rindex", r, text, a));
        all.put("count", Searching::count);
        all.put("startswith", (r, text, a) -> Searching.startsWith(r, text, a));
        all.put("endswith", (r, text, a) -> Searching.endsWith(r, text, a));
        all.put("replace", Searching::replace);
        all.put(
                "removeprefix",
                affix(
                        "removeprefix",
                        (text, prefix) -> text.startsWith(prefix) ? text.substring(prefix.length()) : text));
        all.put(
                "removesuffix",
                affix(
                        "removesuffix",
                        (text, suffix) ->
                                text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text));
    }

    private static Method<String> affix(String name, BiFunction<String, String, String> removal) {
        return (r, text, a) -> {
            r.produced(text.length());
            return removal.apply(text, text(a.positionalOnly(name, 1, 1).at(0), name));
        };
    }

    private static void addSplits(Map<String, Method<String>> all) {
        all.put("split", (r, text, a) -> Splitting.split(r, text, a));
        all.put("rsplit", (r, text, a) -> Splitting.rsplit(r, text, a));
        all.put("splitlines", (r, text, a) -> Splitting.lines(r, text, a));
        all.put("partition", (r, text, a) -> Splitting.partition(r, text, a));
        all.put("rpartition", (r, text, a) -> Splitting.rpartition(r, text, a));
        all.put("strip", (r, text, a) -> Splitting.strip("strip", r, text, a));
        all.put("lstrip", (r, text, a) -> Splitting.strip("lstrip", r, text, a));
        all.put("rstrip", (r, text, a) -> Splitting.strip("rstrip", r, text, a));
        all.put(
                "join",
                (r, text, a) -> join(r, text, a.positionalOnly("join", 1, 1).at(0)));
    }

    private static void addPaddings(Map<String, Method<String>> all) {
        all.put("ljust", (r, text, a) -> Padding.justify("ljust", r, text, a));
        all.put("rjust", (r, text, a) -> Padding.justify("rjust", r, text, a));
        all.put("center", (r, text, a) -> Padding.justify("center", r, text, a));
        all.put("zfill", Padding::zeroFill);
        all.put("expandtabs", Padding::expandTabs);
    }

    private static String join(Rendering rendering, String separator, Object items) {
        StringBuilder out = new StringBuilder();
        String between = "";
        for (Object item : Iteration.list(items, rendering)) {
            String part = text(item, "join");
            rendering.produced(separator.length() + part.length());
            out.append(between).append(part);
            between = separator;
            Rendering.requireLength(out.length(), rendering.limits().textLength());
        }
        return out.toString();
    }

    /** A string argument, or the TypeError Python raises for anything else. */
    static String text(Object value, String method) {
        if (!ValueOrder.isText(value)) {
            throw Failure.type("%s() takes strings, not %s", method, TypeName.of(value));
        }
        return Repr.str(value);
    }

    /** A method of Markup: most escape their arguments, and what they return is Markup again. */
    static Object ofSafeText(SafeText safe, String name) {
        Method<String> method = ALL.get(name);
        if (method == null) {
            return Missing.MISSING;
        }
        if (Set.of("format", "format_map", "join").contains(name)) {
            throw Failure.unsupported("the method '" + name + "' of text marked safe");
        }
        boolean escapes = ESCAPING.contains(name);
        return Builtin.function((r, a) -> marked(method.call(r, safe.text(), escapes ? escaped(a, r) : a)));
    }

    private static Arguments escaped(Arguments arguments, Rendering rendering) {
        List<Object> values = arguments.positional().stream()
                .map(value -> ValueOrder.isText(value)
                        ? SafeText.escape(value, rendering).text()
                        : value)
                .toList();
        return new Arguments(values, arguments.named());
    }

    private static Object marked(Object result) {
        if (result instanceof String text) {
            return new SafeText(text);
        }
        if (result instanceof Tuple tuple) {
            return new Tuple(tuple.items().stream().map(StringMethods::marked).toList());
        }
        return result instanceof List<?> list
                ? list.stream().map(StringMethods::marked).toList()
                : result;
    }
}
