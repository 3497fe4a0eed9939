package io.github.isotherm.cli;

import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes of memory as people write them. */
final class MemorySize {
    private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?) ?(|[KMGT])(?:I?B)?");
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    private MemorySize() {}

    /**
     * A size in bytes. K, M, G and T are powers of 1024, as in Java's own options.
     *
     * @param name what the value is called
     * @param text such as 512MB, 1.5G or 1000000
     * @return bytes, ≥ 1
     * @throws InvalidValueException when it is anything else
     */
    static long parse(String name, String text) {
        Matcher size = SIZE.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!size.matches()) {
            throw refused(name, text);
        }
        int power = size.group(2).isEmpty() ? 0 : 1 + "KMGT".indexOf(size.group(2));
        long unit = 1L << (10 * power);
        BigDecimal bytes = new BigDecimal(size.group(1)).multiply(BigDecimal.valueOf(unit));
        if (bytes.compareTo(BigDecimal.ONE) < 0 || bytes.compareTo(MOST) > 0) {
            throw refused(name, text);
        }
        return bytes.longValue();
    }

    private static InvalidValueException refused(String name, String text) {
        return Checks.invalid(name, "\"" + text + "\"", "a size of memory above 0 such as 512MB or 2GB");
    }
}
