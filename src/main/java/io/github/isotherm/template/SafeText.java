package io.github.isotherm.template;

/**
 * Text marked safe for HTML (markupsafe's {@code Markup}): a string whose concatenation escapes the other side.
 *
 * @param text the characters
 */
record SafeText(String text) {
    static SafeText escape(Object value, Rendering rendering) {
        return value instanceof SafeText safe ? safe : new SafeText(escaped(Repr.str(value, rendering), rendering));
    }

    static String escaped(String text, Rendering rendering) {
        rendering.produced(5L * text.length());
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("'", "&#39;")
                .replace("\"", "&#34;");
    }
}
