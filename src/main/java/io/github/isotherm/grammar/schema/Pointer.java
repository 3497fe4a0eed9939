package io.github.isotherm.grammar.schema;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** JSON pointers (RFC 6901) in fragments of URIs. */
final class Pointer {
    private Pointer() {}

    static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    /** The last keyword on the way to a place, where some hold parts by names. */
    static String keyword(String place, Set<String> named) {
        String[] steps = place.split("/", -1);
        int last = steps.length - 1;
        boolean below = last > 1 && (steps[last].matches("\\d+") || named.contains(steps[last - 1]));
        return last == 0 ? "" : below ? steps[last - 1] : steps[last];
    }

    /** Keys and numbers on the way, of a fragment that begins with a slash. */
    static List<String> steps(String fragment) {
        return Arrays.stream(percentDecoded(fragment).substring(1).split("/", -1))
                .map(step -> step.replace("~1", "/").replace("~0", "~"))
                .toList();
    }

    static String percentDecoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] all = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < all.length; i++) {
            int high = i + 2 < all.length ? Character.digit(all[i + 1], 16) : -1;
            int low = i + 2 < all.length ? Character.digit(all[i + 2], 16) : -1;
            if (all[i] == '%' && high >= 0 && low >= 0) {
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.write(all[i]);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
