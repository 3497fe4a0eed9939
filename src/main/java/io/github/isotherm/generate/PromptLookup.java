package io.github.isotherm.generate;

import io.github.isotherm.sampling.TokenSequence;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Guesses that a text goes on as it did where its last tokens stood before. Among the latest places of the last token, that with the
 * most equal tokens before it counts, the later one of equals; a guess that reaches the end of the text goes on with itself, as a
 * text that repeats does. Evidence is the number of equal tokens.
 */
final class PromptLookup implements Drafter {
    /** Places looked at. */
    private static final int MOST_PLACES = 64;
    /** More equal tokens than this say no more. */
    private static final int MOST_EQUAL = 32;

    private static final int NOWHERE = -1;

    private final Map<Integer, Integer> last = new HashMap<>();
    /** The place before each place with the same id. */
    private int[] before = new int[64];

    private int known;

    @Override
    public Draft draft(TokenSequence text, int most) {
        learn(text);
        int end = text.size() - 1;
        int best = NOWHERE;
        int equal = 0;
        int place = before[end];
        for (int seen = 0; place != NOWHERE && seen < MOST_PLACES && equal < MOST_EQUAL; seen++) {
            int here = equal(text, place, end);
            if (here > equal) {
                equal = here;
                best = place;
            }
            place = before[place];
        }
        return best == NOWHERE ? Draft.NONE : new Draft(TokenSequence.of(after(text, best, most)), equal);
    }

    private void learn(TokenSequence text) {
        if (before.length < text.size()) {
            before = Arrays.copyOf(before, Math.max(text.size(), 2 * before.length));
        }
        for (; known < text.size(); known++) {
            Integer earlier = last.put(text.get(known), known);
            before[known] = earlier == null ? NOWHERE : earlier;
        }
    }

    private static int equal(TokenSequence text, int place, int end) {
        int count = 0;
        while (count < MOST_EQUAL && count <= place && text.get(place - count) == text.get(end - count)) {
            count++;
        }
        return count;
    }

    private static int[] after(TokenSequence text, int place, int most) {
        int[] ids = new int[most];
        int period = text.size() - 1 - place;
        for (int i = 0; i < most; i++) {
            ids[i] = i < period ? text.get(place + 1 + i) : ids[i - period];
        }
        return ids;
    }
}
