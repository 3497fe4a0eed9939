package io.github.isotherm.template;

import java.util.Arrays;

/** A set of code points, as sorted range boundaries. */
final class CodePointSet {
    /** Start and one past the end of each range, alternately. */
    private final int[] bounds;

    private CodePointSet(int[] bounds) {
        this.bounds = bounds;
    }

    /** Reads gaps and lengths less one, alternately, in base 36. */
    static CodePointSet decode(String text) {
        int[] numbers = Arrays.stream(text.split(" ", -1))
                .mapToInt(word -> Integer.parseInt(word, 36))
                .toArray();
        int at = 0;
        for (int i = 0; i < numbers.length; i++) {
            at += numbers[i] + (i % 2);
            numbers[i] = at;
        }
        return new CodePointSet(numbers);
    }

    boolean contains(int point) {
        int found = Arrays.binarySearch(bounds, point);
        return found >= 0 ? found % 2 == 0 : (-found - 1) % 2 == 1;
    }
}
