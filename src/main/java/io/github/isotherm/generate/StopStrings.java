package io.github.isotherm.generate;

import java.util.List;

/**
 * Lets text through but for stop strings: holds back an end that could become one, and cuts where one is complete.
 * Mutable; serves one completion.
 */
final class StopStrings {
    private final List<String> stops;
    private final StringBuilder held = new StringBuilder();
    private boolean stopped;

    StopStrings(List<String> stops) {
        this.stops = stops;
    }

    /** Takes more text in and gives back what is certain to belong to the completion. */
    String pass(String more) {
        held.append(more);
        int cut = earliestStop();
        if (cut >= 0) {
            stopped = true;
            return release(cut, true);
        }
        return release(held.length() - possibleStart(), false);
    }

    /** Gives back what was held, when no more text comes. */
    String flush() {
        return release(held.length(), true);
    }

    boolean isStopped() {
        return stopped;
    }

    private int earliestStop() {
        int earliest = -1;
        for (String stop : stops) {
            int at = held.indexOf(stop);
            if (at >= 0 && (earliest < 0 || at < earliest)) {
                earliest = at;
            }
        }
        return earliest;
    }

    /** Length of the longest end of the held text that begins a stop string. */
    private int possibleStart() {
        int longest = 0;
        for (String stop : stops) {
            for (int length = Math.min(stop.length() - 1, held.length()); length > longest; length--) {
                if (stop.startsWith(held.substring(held.length() - length))) {
                    longest = length;
                }
            }
        }
        return longest;
    }

    private String release(int length, boolean clear) {
        String released = held.substring(0, length);
        held.delete(0, clear ? held.length() : length);
        return released;
    }
}
