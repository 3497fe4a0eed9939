package io.github.isotherm.hub;

import java.net.URI;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An entry of {@code NO_PROXY}: {@code *} for every host; a name for itself and what is below it ({@code example.com}, {@code
 * .example.com}, {@code *.example.com}), with {@code :PORT} for this port alone; an address, or a block of them such as {@code
 * 10.0.0.0/8}. Names are not looked up.
 */
final class HostPattern {
    private static final Pattern PORT = Pattern.compile("(.*[^:]):(\\d{1,5})");
    private static final Pattern BLOCK = Pattern.compile("([\\d.]+)/(\\d{1,2})");
    private static final Pattern ADDRESS = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final int BITS = 32;

    private HostPattern() {}

    static boolean matches(String entry, URI address) {
        Matcher port = PORT.matcher(entry);
        boolean withPort = port.matches();
        if (withPort && Integer.parseInt(port.group(2)) != HubAddress.port(address)) {
            return false;
        }
        String pattern = withPort ? port.group(1) : entry;
        String host = HubAddress.host(address);
        String domain = pattern.replaceFirst("^\\*?\\.", "").toLowerCase(Locale.ROOT);
        return pattern.equals("*")
                || (!domain.isEmpty() && (host.equals(domain) || host.endsWith("." + domain)))
                || host.equals("[" + domain + "]")
                || isInBlock(domain, host);
    }

    private static boolean isInBlock(String entry, String host) {
        Matcher block = BLOCK.matcher(entry);
        if (!block.matches() || Integer.parseInt(block.group(2)) > BITS) {
            return false;
        }
        OptionalLong first = number(block.group(1));
        OptionalLong asked = number(host);
        int low = BITS - Integer.parseInt(block.group(2));
        return first.isPresent() && asked.isPresent() && first.getAsLong() >>> low == asked.getAsLong() >>> low;
    }

    private static OptionalLong number(String text) {
        Matcher address = ADDRESS.matcher(text);
        if (!address.matches()) {
            return OptionalLong.empty();
        }
        long number = 0;
        for (int part = 1; part <= 4; part++) {
            number = number << 8 | Integer.parseInt(address.group(part));
        }
        return OptionalLong.of(number);
    }
}
