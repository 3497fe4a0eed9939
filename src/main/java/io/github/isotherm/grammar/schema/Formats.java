package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.Expression;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The formats that are enforced, by the RFC that each names. What is rarely written is not in them, nothing wrong is. */
final class Formats {
    private static final String DAY_OF_MONTH =
            "(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))";
    private static final String LEAP_YEAR =
            "(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)";
    private static final String DATE = "(?:\\d{4}-" + DAY_OF_MONTH + "|" + LEAP_YEAR + "-02-29)";
    private static final String TIME =
            "(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:[Zz]|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)";
    private static final String LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
    private static final String HOSTNAME = LABEL + "(?:\\." + LABEL + ")*";
    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final String IPV4 = OCTET + "(?:\\." + OCTET + "){3}";
    private static final String BEYOND_ASCII = "\\u{A0}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFEF}";
    private static final String IPV6 = ipv6();
    private static final String DURATION = "P(?:\\d+W|(?=\\d|T\\d)(?:\\d+Y(?:\\d+M(?:\\d+D)?)?|\\d+M(?:\\d+D)?|\\d+D)?"
            + "(?:T(?:\\d+H(?:\\d+M(?:\\d+S)?)?|\\d+M(?:\\d+S)?|\\d+S))?)";

    /** Regular expressions with groups three deep, of what all engines read. */
    private static final String REGEX = regex();

    private static final Map<String, String> KNOWN = Map.ofEntries(
            Map.entry("date", DATE),
            Map.entry("time", TIME),
            Map.entry("date-time", DATE + "[Tt]" + TIME),
            Map.entry("duration", DURATION),
            Map.entry("email", email("", HOSTNAME)),
            Map.entry(
                    "idn-email",
                    email(BEYOND_ASCII, "(?:[a-zA-Z0-9" + BEYOND_ASCII + "-]+\\.)*[a-zA-Z0-9" + BEYOND_ASCII + "]+")),
            Map.entry("hostname", HOSTNAME),
            Map.entry("ipv4", IPV4),
            Map.entry("ipv6", IPV6),
            Map.entry("uri", new Uris("").absolute()),
            Map.entry("uri-reference", new Uris("").reference()),
            Map.entry("iri", new Uris(BEYOND_ASCII).absolute()),
            Map.entry("iri-reference", new Uris(BEYOND_ASCII).reference()),
            Map.entry("uri-template", Uris.template(BEYOND_ASCII)),
            Map.entry("regex", REGEX),
            Map.entry("uuid", "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
            Map.entry("json-pointer", "(?:/(?:[^/~]|~[01])*)*"),
            Map.entry("relative-json-pointer", "(?:0|[1-9]\\d*)(?:#|(?:/(?:[^/~]|~[01])*)*)"));

    /** What nothing of a format lacks, so that others are surely not of it. */
    private static final Map<String, String> WIDER = Map.of(
            "date",
            DATE,
            "date-time",
            "\\d{4}-\\d\\d-\\d\\d[Tt ]\\d[\\s\\S]*",
            "email",
            "[\\s\\S]+@[\\s\\S]+",
            "ipv4",
            IPV4,
            "uri",
            "[a-zA-Z][a-zA-Z0-9+.-]*:[\\s\\S]*",
            "uuid",
            KNOWN.get("uuid"));

    /** As they are usually written, which all readers take: of RFC 3339 in capitals, to nanoseconds, offsets below 18:00. */
    private static final String USUAL_TIME =
            "(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,9})?(?:Z|[+-](?:0\\d|1[0-7]):[0-5]\\d)";

    /** The part before the at sign has at most 64 characters, as RFC 5321 says. */
    private static final String USUAL_EMAIL = "[a-zA-Z0-9_+-]{1,20}(?:\\.[a-zA-Z0-9_+-]{1,20}){0,2}@(?:[a-zA-Z0-9]"
            + "(?:[a-zA-Z0-9-]{0,20}[a-zA-Z0-9])?\\.){1,3}[a-zA-Z]{2,20}";

    private static final Map<String, String> USUAL =
            Map.of("time", USUAL_TIME, "date-time", DATE + "T" + USUAL_TIME, "email", USUAL_EMAIL);

    private final Patterns patterns;
    private final boolean open;
    private final Map<String, Expression> compiled = new HashMap<>();

    /**
     * Formats.
     *
     * @param open whether in every form that is valid; otherwise as they are usually written
     */
    Formats(Patterns patterns, boolean open) {
        this.patterns = patterns;
        this.open = open;
    }

    private static String email(String more, String host) {
        String atom = "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~" + more + "-]+";
        return atom + "(?:\\." + atom + ")*@" + host;
    }

    private static String regex() {
        String escape = "\\\\[dDwWsSnrtfv.*+?^$|()\\[\\]{}\\\\/]";
        String range = "(?:a-z|A-Z|0-9|[^\\\\\\]\\[^-]|" + escape + ")";
        String atom = "(?:[^\\\\()\\[\\]{}*+?|^$]|" + escape + "|\\[\\^?" + range + "+-?\\])";
        String often = "(?:[*+?]\\??|\\{\\d{1,3},?\\})?";
        String whole = "(?:\\^|\\$|" + atom + often + "|\\|)*";
        for (int depth = 0; depth < 3; depth++) {
            whole = "(?:\\^|\\$|(?:" + atom + "|\\((?:\\?:)?" + whole + "\\))" + often + "|\\|)*";
        }
        return whole;
    }

    static String ipv6() {
        String group = "[0-9a-fA-F]{1,4}";
        String last = "(?:" + group + ":" + group + "|" + IPV4 + ")";
        StringBuilder ways = new StringBuilder("(?:(?:" + group + ":){6}" + last);
        for (int behind = 5; behind >= 0; behind--) {
            int before = 5 - behind;
            ways.append("|(?:")
                    .append(group)
                    .append("(?::")
                    .append(group)
                    .append("){0,")
                    .append(before)
                    .append("})?::(?:")
                    .append(group)
                    .append(":){")
                    .append(behind)
                    .append("}")
                    .append(last);
        }
        ways.append("|(?:")
                .append(group)
                .append("(?::")
                .append(group)
                .append("){0,5})?::")
                .append(group);
        ways.append("|(?:").append(group).append("(?::").append(group).append("){0,6})?::)");
        return ways.toString();
    }

    /** The strings of one; null for one that is not known. */
    @Nullable
    Expression named(String name) {
        String known = KNOWN.get(name);
        String pattern = open || known == null ? known : USUAL.getOrDefault(name, known);
        return pattern == null ? null : compiled.computeIfAbsent(name, added -> compiled(name, pattern));
    }

    /** Strings that are surely not of one; null where that is not told. */
    @Nullable
    Expression opposite(String name) {
        String pattern = WIDER.get(name);
        return pattern == null ? null : patterns.outside(pattern);
    }

    private Expression compiled(String name, String pattern) {
        Expression whole = patterns.whole(pattern);
        if (name.equals("hostname")) {
            Expression punycode = patterns.whole("(?:.*\\.)?(?:[xX][nN]|..)--.*");
            return patterns.without(patterns.without(whole, punycode), patterns.whole(".{254,}"));
        }
        return whole;
    }
}
