package io.github.isotherm.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The command that a mistyped name was meant to be. */
final class CommandNames {
    private static final int SHORT = 6;

    private CommandNames() {}

    /**
     * The nearest of some names.
     *
     * @param names all of them
     * @param typed one word
     * @return a name that a letter or two make of it (one in short names, whose first is right): left out, added, changed or two
     *     exchanged; empty where there is none, or it is a name
     */
    static Optional<String> near(List<String> names, String typed) {
        String word = typed.toLowerCase(Locale.ROOT);
        if (names.contains(typed) || word.chars().anyMatch(c -> c < 'a' || c > 'z')) {
            return Optional.empty();
        }
        String best = "";
        int least = Integer.MAX_VALUE;
        for (String name : names) {
            int distance = distance(word, name);
            boolean near =
                    name.length() < SHORT ? distance <= 1 && word.startsWith(name.substring(0, 1)) : distance <= 2;
            if (near && distance < least) {
                least = distance;
                best = name;
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    /** Damerau and Levenshtein's, where no letter is changed twice (optimal string alignment). */
    private static int distance(String some, String other) {
        int[][] cost = new int[some.length() + 1][other.length() + 1];
        for (int i = 0; i <= some.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, some, other, i, j);
            }
        }
        return cost[some.length()][other.length()];
    }

    private static int cheapest(int[][] cost, String some, String other, int i, int j) {
        boolean same = some.charAt(i - 1) == other.charAt(j - 1);
        int least = Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean exchanged = i > 1
                && j > 1
                && some.charAt(i - 1) == other.charAt(j - 2)
                && some.charAt(i - 2) == other.charAt(j - 1);
        return exchanged ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
    }
}
