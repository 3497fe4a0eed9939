package io.github.isotherm.chat;

import io.github.isotherm.grammar.Matcher;
import io.github.isotherm.grammar.TokenSet;
import io.github.isotherm.grammar.TokenTrie;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * How calls begin in a free text: their marker, and the tokens that end it. Shared by all copies of a {@link LazyMatcher}.
 * Thread-safe.
 */
final class CallBeginnings {
    /** A tag, or a word and what follows it up to a blank or an object. */
    private static final Pattern MARKER = Pattern.compile("\\s*(<[^<>\\s{]+>|\\[/?[A-Z_]+\\]|[^\\s{\\[]{2}[^\\s{]*)");

    private final SpecialTokens special;
    private final TokenTrie tokens;
    private final Function<byte[], Optional<Matcher>> calls;
    private final byte[] begun;
    private final byte[] marker;
    private final boolean anchored;
    private final int[] failures;
    private final TokenSet everything;
    private final Map<Integer, Completing> known = new HashMap<>();

    /**
     * The tokens that end a marker of which some is there.
     *
     * @param ids all of them
     * @param needs how many tokens end the calls behind each
     * @param open everything but those behind which no call goes on
     * @param most how many tokens are needed behind any of the others
     */
    private record Completing(TokenSet ids, Map<Integer, Integer> needs, TokenSet open, int most) {}

    CallBeginnings(CallsConstraint constraint, TokenTrie vocabulary) {
        special = constraint.special();
        tokens = special.over(vocabulary);
        calls = constraint.begun(vocabulary);
        String head = constraint.frame().opening() + constraint.frame().before();
        String marked = marker(constraint.frame(), special);
        anchored = marked.isEmpty();
        begun = special.bytes(anchored ? head : head.substring(0, head.indexOf(marked) + marked.length()));
        marker = special.bytes(anchored ? head.strip() : marked);
        failures = failures(marker);
        everything = TokenSet.where(tokens.vocabularySize(), id -> true);
    }

    /** What tells calls from text where they begin; empty where that is no more than JSON. */
    static String marker(CallFrame frame, SpecialTokens special) {
        String head = frame.opening() + frame.before();
        String first = special.names().values().stream()
                .filter(head.stripLeading()::startsWith)
                .max((some, other) -> Integer.compare(some.length(), other.length()))
                .orElse("");
        java.util.regex.Matcher found = MARKER.matcher(head);
        return !first.isEmpty() ? first : found.lookingAt() ? found.group(1) : "";
    }

    private static int[] failures(byte[] marker) {
        int[] failures = new int[marker.length + 1];
        for (int i = 1, k = 0; i < marker.length; i++) {
            while (k > 0 && marker[i] != marker[k]) {
                k = failures[k];
            }
            k += marker[i] == marker[k] ? 1 : 0;
            failures[i + 1] = k;
        }
        return failures;
    }

    /** Whether calls are looked for only where the answer begins. */
    boolean anchored() {
        return anchored;
    }

    /** Markup as it stands in the bytes of tokens. */
    byte[] markup(String text) {
        return special.bytes(text);
    }

    /** What a token writes; nothing for one that is none of the markup and no text. */
    byte[] bytes(int token) {
        return token < 0 || token >= tokens.vocabularySize() ? new byte[0] : tokens.bytes(token);
    }

    boolean isMarker(int progress) {
        return progress == marker.length;
    }

    /** How much of the marker there is behind another byte; -1 where an anchored one is missed. */
    int next(int progress, byte value) {
        int k = progress;
        if (anchored) {
            boolean blank = k == 0 && Character.isWhitespace(value);
            return k < 0 || blank ? k : k < marker.length && marker[k] == value ? k + 1 : -1;
        }
        while (k > 0 && (k == marker.length || marker[k] != value)) {
            k = failures[k];
        }
        return marker[k] == value ? k + 1 : 0;
    }

    /** Calls behind their marker and some bytes more; none where they do not go on so. */
    Optional<Matcher> calls(byte[] bytes, int from) {
        byte[] all = Arrays.copyOf(begun, begun.length + bytes.length - from);
        System.arraycopy(bytes, from, all, begun.length, bytes.length - from);
        return calls.apply(all);
    }

    TokenSet everything() {
        return everything;
    }

    /** What may come where so much of the marker is there, and so many tokens are left. */
    TokenSet allowed(int progress, int tokensLeft) {
        if (progress < 0) {
            return everything;
        }
        Completing ends = completing(progress);
        int left = tokensLeft - 1;
        return left >= ends.most
                ? ends.open
                : ends.open.without(id -> ends.needs.getOrDefault(id, Integer.MAX_VALUE) > left, ends.ids);
    }

    private synchronized Completing completing(int progress) {
        return known.computeIfAbsent(progress, this::found);
    }

    private Completing found(int progress) {
        Map<Integer, Integer> needs = new HashMap<>();
        int most = 0;
        for (int id = 0; id < tokens.vocabularySize(); id++) {
            int need = need(tokens.bytes(id), progress);
            if (need >= 0) {
                needs.put(id, need);
                most = need == Integer.MAX_VALUE ? most : Math.max(most, need);
            }
        }
        TokenSet ids = TokenSet.where(tokens.vocabularySize(), needs::containsKey);
        return new Completing(
                ids, needs, everything.without(id -> needs.getOrDefault(id, 0) == Integer.MAX_VALUE, ids), most);
    }

    /** How many tokens are needed behind one that ends the marker; -1 where it does not. */
    private int need(byte[] bytes, int progress) {
        int k = progress;
        for (int i = 0; i < bytes.length; i++) {
            k = next(k, bytes[i]);
            if (isMarker(k)) {
                return calls(bytes, i + 1).map(Matcher::leastTokens).orElse(Integer.MAX_VALUE);
            }
        }
        return -1;
    }
}
