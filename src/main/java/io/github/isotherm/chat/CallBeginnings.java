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
    private final Markers markers;
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

    CallBeginnings(CallsConstraint constraint, CallsConstraint.Texts texts, TokenTrie vocabulary) {
        special = constraint.special();
        tokens = special.over(vocabulary);
        calls = texts.behind();
        markers = markers(constraint);
        everything = TokenSet.where(tokens.vocabularySize(), id -> true);
    }

    private Markers markers(CallsConstraint constraint) {
        CallFrame frame = constraint.frame();
        Markers all = new Markers(marker(frame, special).isEmpty());
        for (CallFrame way : HarmonyCalls.ways(frame)) {
            String head = head(way);
            String marker = marker(way, special);
            if (!marker.isEmpty()) {
                String begun = head.substring(0, head.indexOf(marker) + marker.length());
                all.add(special.bytes(marker), special.bytes(begun));
            } else if (way.body() instanceof CallBody.Named) {
                constraint.first().forEach(tool -> addBeginning(all, head + tool.name() + way.infix()));
            } else {
                addBeginning(all, head);
            }
        }
        return all.complete();
    }

    private void addBeginning(Markers all, String head) {
        all.add(special.bytes(head.strip()), special.bytes(head));
    }

    private static String head(CallFrame frame) {
        return frame.opening() + frame.before();
    }

    /** What tells calls from text where they begin; empty where that is no more than JSON. */
    static String marker(CallFrame frame, SpecialTokens special) {
        String head = head(frame);
        String first = special.names().values().stream()
                .filter(head.stripLeading()::startsWith)
                .max((some, other) -> Integer.compare(some.length(), other.length()))
                .orElse("");
        if (!first.isEmpty()
                && ThinkingMarks.known().stream()
                        .anyMatch(marks -> marks.opening().startsWith(first))) {
            return head.strip();
        }
        java.util.regex.Matcher found = MARKER.matcher(head);
        return !first.isEmpty() ? first : found.lookingAt() ? found.group(1) : "";
    }

    /** Whether calls are looked for only where the answer begins. */
    boolean anchored() {
        return markers.anchored();
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
        return markers.found(progress) != null;
    }

    /** How much of a marker there is behind another byte; negative where an anchored one is missed. */
    int next(int progress, byte value) {
        return markers.next(progress, value);
    }

    /** Calls behind their marker and some bytes more; none where they do not go on so. */
    Optional<Matcher> calls(int progress, byte[] bytes, int from) {
        byte[] begun = markers.found(progress);
        if (begun == null) {
            return Optional.empty();
        }
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
                return calls(k, bytes, i + 1).map(Matcher::leastTokens).orElse(Integer.MAX_VALUE);
            }
        }
        return -1;
    }
}
