package io.github.isotherm.error;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** The name that a mistyped one was meant to be. */
public final class NearName {
    private static final int SHORT = 6;
    private static final int MOST = 2;

    private NearName() {}

    /**
     * The nearest of some names.
     *
     * @param names all of them, in lower case
     * @param typed one word
     * @return a name that a letter or two make of it (one in names below {@value #SHORT} letters, whose first is right): left out,
     *     added, changed or two exchanged; the first of those that are equally near; empty where there is none, or it is a name
     */
    public static Optional<String> of(Collection<String> names, String typed) {
        String word = typed.toLowerCase(Locale.ROOT);
        if (names.contains(typed)) {
            return Optional.empty();
        }
        String best = "";
        int least = Integer.MAX_VALUE;
        for (String name : names) {
            int distance = Math.abs(word.length() - name.length()) > MOST ? Integer.MAX_VALUE : distance(word, name);
            boolean near =
                    name.length() < SHORT ? distance <= 1 && word.startsWith(name.substring(0, 1)) : distance <= MOST;
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
