package io.github.isotherm.generate;

import java.util.List;

/**
 * Lets text through but for stop strings: holds back an end that could become one, and cuts where one is complete. A stop
 * string is found in what people read, and with special tokens by their names, each of which it then holds whole. Mutable;
 * serves one completion.
 */
final class StopStrings {
    private final List<String> stops;
    private final int longest;
    private final MarkedBuffer held = new MarkedBuffer();
    private boolean stopped;

    StopStrings(List<String> stops) {
        this.stops = stops;
        longest = stops.stream().mapToInt(String::length).max().orElse(0);
    }

    /** Takes more text in and gives back what is certain to belong to the completion. */
    MarkedText pass(String more) {
        held.append(more);
        return released(more.length());
    }

    /** Takes the name of a special token in. */
    MarkedText passSpecial(String name) {
        held.appendSpecial(name);
        return released(name.length());
    }

    /** Gives back what was held, when no more text comes. */
    MarkedText flush() {
        return held.take(held.whole().length());
    }

    boolean isStopped() {
        return stopped;
    }

    private MarkedText released(int added) {
        int cut = stops.isEmpty() ? -1 : earliestStop(added);
        if (cut < 0) {
            return held.take(stops.isEmpty() ? held.whole().length() : certain());
        }
        stopped = true;
        MarkedText released = held.take(cut);
        held.clear();
        return released;
    }

    /** Where a stop string begins that the last characters complete; negative for nowhere. */
    private int earliestStop(int added) {
        int earliest = -1;
        for (String stop : stops) {
            earliest = earlier(earliest, inWhole(stop, added));
            if (held.hasMarks()) {
                int at = held.plain().indexOf(stop, Math.max(0, held.plain().length() - added - longest));
                earliest = earlier(earliest, at < 0 ? -1 : held.placeOf(at));
            }
        }
        return earliest;
    }

    private static int earlier(int one, int other) {
        return one < 0 || (other >= 0 && other < one) ? other : one;
    }

    private int inWhole(String stop, int added) {
        int at = held.whole().indexOf(stop, Math.max(0, held.whole().length() - added - longest));
        while (at >= 0 && (held.isInside(at) || held.isInside(at + stop.length()))) {
            at = held.whole().indexOf(stop, at + 1);
        }
        return at;
    }

    /** How much of what is held comes before anything that could become a stop string. */
    private int certain() {
        int length = held.whole().length();
        int inWhole = length - possibleStart(held.whole(), true);
        int open = held.hasMarks() ? possibleStart(held.plain(), false) : 0;
        return open == 0 ? inWhole : Math.min(inWhole, held.placeOf(held.plain().length() - open));
    }

    /** Length of the longest end of a text that begins a stop string. */
    private int possibleStart(StringBuilder text, boolean marked) {
        for (int length = Math.min(longest - 1, text.length()); length > 0; length--) {
            int from = text.length() - length;
            if (!(marked && held.isInside(from)) && beginsOne(text, from)) {
                return length;
            }
        }
        return 0;
    }

    private boolean beginsOne(StringBuilder text, int from) {
        for (String stop : stops) {
            if (stop.length() > text.length() - from && begins(stop, text, from)) {
                return true;
            }
        }
        return false;
    }

    /** Without a copy: there may be many stops. */
    private static boolean begins(String stop, StringBuilder text, int from) {
        for (int at = from; at < text.length(); at++) {
            if (stop.charAt(at - from) != text.charAt(at)) {
                return false;
            }
        }
        return true;
    }
}
