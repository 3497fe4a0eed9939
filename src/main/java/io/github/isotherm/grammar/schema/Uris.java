package io.github.isotherm.grammar.schema;

/** Patterns of RFC 3986, 3987 and 6570, where some more characters may be written as they are. */
final class Uris {
    private static final String ESCAPED = "%[0-9a-fA-F]{2}";

    private final String character;
    private final String authority;
    private final String path;
    private final String withoutColon;

    Uris(String more) {
        String plain = "a-zA-Z0-9._~!$&'()*+,;=" + more;
        character = "(?:[" + plain + ":@-]|" + ESCAPED + ")";
        withoutColon = "(?:[" + plain + "@-]|" + ESCAPED + ")";
        authority = "(?:(?:[" + plain + ":-]|" + ESCAPED + ")*@)?(?:\\[(?:" + Formats.ipv6() + ")\\]|(?:[" + plain
                + "-]|" + ESCAPED + ")*)(?::\\d*)?";
        path = "(?:/" + character + "*)*";
    }

    private String withAuthority() {
        return "//" + authority + path;
    }

    private String rooted() {
        return "/(?:" + character + "+" + path + ")?";
    }

    private String tail() {
        return "(?:\\?(?:" + character + "|[/?])*)?(?:#(?:" + character + "|[/?])*)?";
    }

    String absolute() {
        String hierarchy = withAuthority() + "|" + rooted() + "|" + character + "+" + path;
        return "[a-zA-Z][a-zA-Z0-9+.-]*:(?:" + hierarchy + ")?" + tail();
    }

    String reference() {
        String relative = withAuthority() + "|" + rooted() + "|" + withoutColon + "+" + path;
        return absolute() + "|(?:" + relative + ")?" + tail();
    }

    /** With variables in braces. */
    static String template(String more) {
        String name = "(?:[a-zA-Z0-9_]|" + ESCAPED + ")(?:\\.?(?:[a-zA-Z0-9_]|" + ESCAPED + "))*";
        String variable = name + "(?::[1-9]\\d{0,3}|\\*)?";
        String expression = "\\{[+#./;?&=,!@|]?" + variable + "(?:," + variable + ")*\\}";
        String literal = "[a-zA-Z0-9._~!$&()*+,;=:@/?#\\[\\]" + more + "-]";
        return "(?:" + literal + "|" + ESCAPED + "|" + expression + ")*";
    }
}
