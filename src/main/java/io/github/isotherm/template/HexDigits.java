package io.github.isotherm.template;

/** Numbers as so many hexadecimal digits. */
final class HexDigits {
    private static final String LOWER = "0123456789abcdef";

    private HexDigits() {}

    static void append(StringBuilder out, int number, int digits) {
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            out.append(LOWER.charAt((number >> shift) & 15));
        }
    }
}
