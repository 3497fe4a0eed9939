package io.github.isotherm.template;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** The filters for HTML and URLs that make sense with autoescape off. */
final class HtmlFilters {
    private static final String UNQUOTED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~";

    private static final HexFormat HEX = HexFormat.of().withUpperCase().withPrefix("%");

    private HtmlFilters() {}

    static void addTo(Map<String, Callable> all) {
        all.put(
                "escape",
                (r, a) -> SafeText.escape(a.positionalOnly("escape", 1, 1).at(0), r));
        all.put("e", (r, a) -> SafeText.escape(a.positionalOnly("escape", 1, 1).at(0), r));
        all.put("forceescape", (r, a) -> forceEscape(r, a.bind("forceescape", "value")[0]));
        all.put("safe", (r, a) -> safe(r, a.bind("safe", "value")[0]));
        all.put("urlencode", HtmlFilters::urlEncode);
        all.put("xmlattr", HtmlFilters::xmlAttributes);
        for (String name : List.of("striptags", "urlize")) {
            all.put(name, (r, a) -> {
                throw Failure.unsupported("the filter '" + name + "'");
            });
        }
    }

    private static Object forceEscape(Rendering rendering, Object value) {
        return new SafeText(SafeText.escaped(Repr.str(value, rendering), rendering));
    }

    private static Object safe(Rendering rendering, Object value) {
        return value instanceof SafeText ? value : new SafeText(Repr.str(value, rendering));
    }

    private static Object urlEncode(Rendering rendering, Arguments arguments) {
        Object value = arguments.bind("urlencode", "value")[0];
        if (ValueOrder.isText(value) || !Iteration.possible(value)) {
            return rendering.produced(quoted(Repr.str(value, rendering), "/", "%20", rendering));
        }
        Iterator<Object> pairs = value instanceof Dict dict ? dict.entries() : Iteration.over(value);
        List<String> parts = new ArrayList<>();
        while (pairs.hasNext()) {
            List<Object> pair = Iteration.unpack(pairs.next(), 2, rendering);
            parts.add(quoted(Repr.str(pair.get(0), rendering), "", "+", rendering) + "="
                    + quoted(Repr.str(pair.get(1), rendering), "", "+", rendering));
        }
        return rendering.produced(String.join("&", parts));
    }

    private static String quoted(String text, String alsoUnquoted, String space, Rendering rendering) {
        rendering.charge(20L * text.length());
        StringBuilder out = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            if (UNQUOTED.indexOf(c) >= 0 || alsoUnquoted.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append(c == ' ' ? space : HEX.formatHex(new byte[] {octet}));
            }
        }
        return out.toString();
    }

    private static Object xmlAttributes(Rendering rendering, Arguments arguments) {
        Object[] bound = arguments.bind("xmlattr", "d", "autospace?");
        if (!(bound[0] instanceof Dict dict)) {
            throw Failure.type("'%s' object has no attribute 'items'", TypeName.of(bound[0]));
        }
        List<String> parts = new ArrayList<>();
        for (Iterator<Object> entries = dict.entries(); entries.hasNext(); ) {
            rendering.called();
            List<Object> pair = ((Tuple) entries.next()).items();
            if (pair.get(1) != None.NONE && !(pair.get(1) instanceof Undefined)) {
                String key = StringMethods.text(pair.get(0), "xmlattr");
                if (key.chars().anyMatch(HtmlFilters::endsAttributeName)) {
                    throw Failure.value("Invalid character in attribute name: %s", Repr.brief(key));
                }
                parts.add(SafeText.escaped(key, rendering) + "=\""
                        + SafeText.escape(pair.get(1), rendering).text() + "\"");
            }
        }
        boolean space = !parts.isEmpty() && (Missing.is(bound[1]) || Truth.of(bound[1]));
        return rendering.produced((space ? " " : "") + String.join(" ", parts));
    }

    private static boolean endsAttributeName(int c) {
        return c == ' ' || (c >= 9 && c <= 13) || "/>=".indexOf(c) >= 0;
    }
}
