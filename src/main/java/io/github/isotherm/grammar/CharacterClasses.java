package io.github.isotherm.grammar;

import java.lang.Character.UnicodeScript;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Sets of characters that have a name in ECMA-262's regular expressions. */
final class CharacterClasses {
    static final CodePoints DIGITS = CodePoints.range('0', '9');

    static final CodePoints WORD =
            DIGITS.or(CodePoints.range('A', 'Z')).or(CodePoints.range('a', 'z')).or(CodePoints.of('_'));

    /** White space and ends of lines. */
    static final CodePoints SPACE = CodePoints.in("\t\n\u000b\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff")
            .or(CodePoints.range(0x2000, 0x200A));

    /** What a dot stands for. */
    static final CodePoints NO_LINE_END = CodePoints.in("\n\r\u2028\u2029").not();

    private static final Map<String, String> LONG_NAMES = Map.ofEntries(
            Map.entry("letter", "L"),
            Map.entry("cased_letter", "LC"),
            Map.entry("uppercase_letter", "Lu"),
            Map.entry("lowercase_letter", "Ll"),
            Map.entry("titlecase_letter", "Lt"),
            Map.entry("modifier_letter", "Lm"),
            Map.entry("other_letter", "Lo"),
            Map.entry("mark", "M"),
            Map.entry("combining_mark", "M"),
            Map.entry("nonspacing_mark", "Mn"),
            Map.entry("spacing_mark", "Mc"),
            Map.entry("enclosing_mark", "Me"),
            Map.entry("number", "N"),
            Map.entry("decimal_number", "Nd"),
            Map.entry("digit", "Nd"),
            Map.entry("letter_number", "Nl"),
            Map.entry("other_number", "No"),
            Map.entry("punctuation", "P"),
            Map.entry("punct", "P"),
            Map.entry("connector_punctuation", "Pc"),
            Map.entry("dash_punctuation", "Pd"),
            Map.entry("open_punctuation", "Ps"),
            Map.entry("close_punctuation", "Pe"),
            Map.entry("initial_punctuation", "Pi"),
            Map.entry("final_punctuation", "Pf"),
            Map.entry("other_punctuation", "Po"),
            Map.entry("symbol", "S"),
            Map.entry("math_symbol", "Sm"),
            Map.entry("currency_symbol", "Sc"),
            Map.entry("modifier_symbol", "Sk"),
            Map.entry("other_symbol", "So"),
            Map.entry("separator", "Z"),
            Map.entry("space_separator", "Zs"),
            Map.entry("line_separator", "Zl"),
            Map.entry("paragraph_separator", "Zp"),
            Map.entry("other", "C"),
            Map.entry("control", "Cc"),
            Map.entry("format", "Cf"),
            Map.entry("surrogate", "Cs"),
            Map.entry("private_use", "Co"),
            Map.entry("unassigned", "Cn"));

    private static final Map<String, IntPredicate> BINARY = Map.of(
            "Any", point -> true,
            "ASCII", point -> point < 0x80,
            "Assigned", Character::isDefined,
            "Alphabetic", Character::isAlphabetic,
            "Alpha", Character::isAlphabetic,
            "Lowercase", Character::isLowerCase,
            "Uppercase", Character::isUpperCase,
            "Ideographic", Character::isIdeographic,
            "White_Space", point -> (SPACE.contains(point) && point != 0xFEFF) || point == 0x85);

    /** By the numbers of {@link Character#getType(int)}. */
    private static final String[] CATEGORIES = {
        "Cn", "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Me", "Mc", "Nd", "Nl", "No", "", "Zs", "Zl", "Zp", "Cc", "Cf", "",
        "Co", "Cs", "Pd", "Ps", "Pe", "Pc", "Po", "Sm", "Sc", "Sk", "So", "Pi", "Pf"
    };

    /** Names that there are, and a bounded number of ways to write each. */
    private static final Map<String, CodePoints> KNOWN = new ConcurrentHashMap<>();

    private static final CodePoints CASED =
            CodePoints.where(point -> Character.toLowerCase(point) != point || Character.toUpperCase(point) != point);

    private CharacterClasses() {}

    /**
     * What stands between the braces of {@code \p{…}}.
     *
     * @param property a general category, {@code Script=…}, or one of a few properties
     * @return the characters, null for a name that is unknown
     */
    static @Nullable CodePoints property(String property) {
        CodePoints there = KNOWN.get(property);
        if (there == null) {
            IntPredicate holds = predicate(property);
            if (holds == null) {
                return null;
            }
            there = CodePoints.where(holds);
            KNOWN.put(property, there);
        }
        return there;
    }

    private static @Nullable IntPredicate predicate(String property) {
        int equals = property.indexOf('=');
        if (equals < 0) {
            IntPredicate binary = BINARY.get(property);
            return binary == null ? category(property) : binary;
        }
        String value = property.substring(equals + 1);
        return switch (property.substring(0, equals)) {
            case "General_Category", "gc" -> category(value);
            case "Script", "sc" -> script(value);
            default -> null;
        };
    }

    private static @Nullable IntPredicate category(String name) {
        String is = LONG_NAMES.getOrDefault(name.toLowerCase(Locale.ROOT), name);
        boolean[] types = new boolean[CATEGORIES.length];
        boolean any = false;
        for (int type = 0; type < types.length; type++) {
            String has = CATEGORIES[type];
            types[type] = !has.isEmpty()
                    && (has.equals(is)
                            || (is.length() == 1 && has.startsWith(is))
                            || (is.equals("LC") && (has.equals("Lu") || has.equals("Ll") || has.equals("Lt"))));
            any |= types[type];
        }
        return any ? point -> types[Character.getType(point)] : null;
    }

    private static @Nullable IntPredicate script(String name) {
        try {
            UnicodeScript script = UnicodeScript.forName(name);
            return point -> UnicodeScript.of(point) == script;
        } catch (IllegalArgumentException unknown) {
            return null;
        }
    }

    /** With each character its other cases. */
    static CodePoints anyCase(CodePoints set) {
        StringBuilder more = new StringBuilder();
        for (int i = 0; i < CASED.ranges(); i++) {
            if (set.countIn(CASED.first(i), CASED.last(i)) > 0) {
                addCases(set, CASED.first(i), CASED.last(i), more);
            }
        }
        return set.or(CodePoints.in(more.toString()));
    }

    private static void addCases(CodePoints set, int from, int to, StringBuilder more) {
        for (int point = from; point <= to; point++) {
            if (set.contains(point)) {
                int upper = Character.toUpperCase(point);
                more.appendCodePoint(upper)
                        .appendCodePoint(Character.toLowerCase(point))
                        .appendCodePoint(Character.toLowerCase(upper));
            }
        }
    }
}
