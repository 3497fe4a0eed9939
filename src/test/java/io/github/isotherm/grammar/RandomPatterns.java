package io.github.isotherm.grammar;

import java.util.Random;

/** Patterns that ECMA-262 and java.util.regex read alike, and short texts for them. */
final class RandomPatterns {
    private static final String LETTERS = "ab- ";
    private static final String[] ATOMS = {
        "a", "b", "-", " ", ".", "[ab]", "[^a]", "\\w", "\\W", "\\s", "\\d", "[a\\s]", "[^\\w-]", "(?:)", "ab", "()"
    };
    private static final String[] PLACES = {"^", "$", "\\b", "\\B", "(?<=a)", "(?<![ab])"};
    private static final String[] QUANTIFIERS = {
        "*", "+", "?", "{2}", "{1,2}", "{0,3}", "{1,}", "*?", "+?", "??", "{2,}?"
    };

    private RandomPatterns() {}

    static String next(Random random, int depth) {
        int kind = random.nextInt(depth == 0 ? 3 : 10);
        return switch (kind) {
            case 0, 1 -> ATOMS[random.nextInt(ATOMS.length)];
            case 2 -> random.nextInt(3) == 0 ? PLACES[random.nextInt(PLACES.length)] : ATOMS[random.nextInt(5)];
            case 3, 4, 5 -> next(random, depth - 1) + next(random, depth - 1);
            case 6 -> "(?:" + next(random, depth - 1) + "|" + next(random, depth - 1) + ")";
            case 7 -> next(random, depth - 1) + "|" + next(random, depth - 1);
            case 8 ->
                (random.nextBoolean() ? "(?:" : "(?<n" + random.nextInt(1_000_000) + ">") + next(random, depth - 1)
                        + ")" + QUANTIFIERS[random.nextInt(QUANTIFIERS.length)];
            default -> (random.nextBoolean() ? "(?=" : "(?!") + next(random, depth - 1) + ")";
        };
    }

    static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(7);
        for (int i = 0; i < length; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
