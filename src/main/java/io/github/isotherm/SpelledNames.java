package io.github.isotherm;

import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a text spells names, those inside others and those that overlap included. Takes no longer for many names than for
 * one. Immutable.
 */
final class SpelledNames {
    /** What may follow a beginning of a name. */
    private static final class Node {
        private final Map<Character, Node> next = new HashMap<>();
        private boolean isName;

        private Node after(char more) {
            return next.computeIfAbsent(more, missing -> new Node());
        }
    }

    private final Node root = new Node();

    /** Of names of one character there is no inside to cut, so they are left out. */
    SpelledNames(Collection<String> names) {
        for (String name : names) {
            if (name.codePointCount(0, name.length()) > 1) {
                Node node = root;
                for (int at = 0; at < name.length(); at++) {
                    node = node.after(name.charAt(at));
                }
                node.isName = true;
            }
        }
    }

    /** Whether a name stands anywhere. */
    boolean isIn(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (begins(text, at)) {
                return true;
            }
        }
        return false;
    }

    /** The places that leave no name whole: behind the first character of each, and behind an end that begins one. */
    BitSet cuts(String text) {
        BitSet cuts = new BitSet();
        for (int at = 0; at < text.length(); at++) {
            if (begins(text, at)) {
                cuts.set(text.offsetByCodePoints(at, 1));
            }
            if (isOpenEnd(text, at)) {
                cuts.set(text.length());
            }
        }
        return cuts;
    }

    private boolean begins(String text, int from) {
        Node node = root.next.get(text.charAt(from));
        for (int at = from + 1; node != null && !node.isName && at < text.length(); at++) {
            node = node.next.get(text.charAt(at));
        }
        return node != null && node.isName;
    }

    private boolean isOpenEnd(String text, int from) {
        @Nullable Node node = root;
        for (int at = from; node != null && at < text.length(); at++) {
            node = node.next.get(text.charAt(at));
        }
        return node != null && !node.next.isEmpty();
    }
}
