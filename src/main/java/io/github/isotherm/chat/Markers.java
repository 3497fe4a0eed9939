package io.github.isotherm.chat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Texts that are looked for together (Aho, Corasick: Efficient string matching, 1975), or only where a text begins, blanks
 * aside. Where reading has come to is a state: 0 in the beginning, negative where nothing can be found any more.
 */
final class Markers {
    private static final int MISSED = -1;

    private final boolean anchored;
    private final List<Map<Byte, Integer>> next = new ArrayList<>();
    private final List<Integer> failures = new ArrayList<>();
    private final List<byte @Nullable []> found = new ArrayList<>();

    /**
     * An empty set.
     *
     * @param anchored whether they are looked for only where a text begins
     */
    Markers(boolean anchored) {
        this.anchored = anchored;
        node();
    }

    private int node() {
        next.add(new HashMap<>());
        failures.add(0);
        found.add(null);
        return next.size() - 1;
    }

    boolean anchored() {
        return anchored;
    }

    /** One more, and what is found with it. */
    void add(byte[] marker, byte[] finding) {
        int at = 0;
        for (byte value : marker) {
            Integer there = next.get(at).get(value);
            if (there == null) {
                there = node();
                next.get(at).put(value, there);
            }
            at = there;
        }
        found.set(at, finding);
    }

    /** Says that there are no more. */
    Markers complete() {
        Deque<Integer> open = new ArrayDeque<>(next.get(0).values());
        while (!open.isEmpty()) {
            int at = open.remove();
            next.get(at).forEach((value, below) -> {
                int failure = anchored ? 0 : next(failures.get(at), value);
                failures.set(below, failure);
                if (found.get(below) == null && !anchored) {
                    found.set(below, found.get(failure));
                }
                open.add(below);
            });
        }
        return this;
    }

    /** The state behind another byte. */
    int next(int state, byte value) {
        if (anchored) {
            boolean blank = state == 0 && Character.isWhitespace(value);
            return state < 0 || blank ? state : next.get(state).getOrDefault(value, MISSED);
        }
        int at = state;
        while (at > 0 && !next.get(at).containsKey(value)) {
            at = failures.get(at);
        }
        return next.get(at).getOrDefault(value, 0);
    }

    /** What is found in a state; null for nothing. */
    byte @Nullable [] found(int state) {
        return state < 0 ? null : found.get(state);
    }
}
