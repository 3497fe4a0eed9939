package io.github.isotherm.chat;

import io.github.isotherm.grammar.ByteSet;
import io.github.isotherm.grammar.Expression;
import io.github.isotherm.grammar.Expressions;
import io.github.isotherm.grammar.TokenTrie;
import io.github.isotherm.sampling.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The special tokens that markup is written with, in grammars over bytes: each name stands for one byte that no UTF-8 has. So
 * they come where markup has them and nowhere else, and no other tokens spell them.
 *
 * @param names of special tokens, by id
 */
public record SpecialTokens(Map<Integer, String> names) {
    /** For markup that is text. */
    public static final SpecialTokens NONE = new SpecialTokens(Map.of());

    /** Bytes that UTF-8 never has. */
    private static final int[] FREE = {0xFF, 0xFE, 0xFD, 0xFC, 0xFB, 0xFA, 0xF9, 0xF8, 0xF7, 0xF6, 0xF5, 0xC1, 0xC0};

    private static final Map<TokenTrie, Map<SpecialTokens, TokenTrie>> TRIES = new WeakHashMap<>();

    /** Copies the map. */
    public SpecialTokens {
        names = Map.copyOf(names);
    }

    /**
     * Those in some markup.
     *
     * @param vocabulary a model's
     * @param markup texts
     * @return the tokens; empty where they are more than grammars can tell apart, 13
     */
    public static Optional<SpecialTokens> in(Vocabulary vocabulary, Collection<String> markup) {
        Map<Integer, String> found = new HashMap<>();
        for (int id = 0; id < vocabulary.size(); id++) {
            if (vocabulary.isSpecial(id)) {
                String name = new String(vocabulary.bytes(id), StandardCharsets.UTF_8);
                if (!name.isBlank() && markup.stream().anyMatch(text -> text.contains(name))) {
                    found.put(id, name);
                }
            }
        }
        return found.values().stream().distinct().count() > FREE.length
                ? Optional.empty()
                : Optional.of(new SpecialTokens(found));
    }

    /** The byte of each name, longer names first. */
    private Map<String, Byte> codes() {
        Map<String, Byte> codes = new TreeMap<>((some, other) -> some.length() == other.length()
                ? some.compareTo(other)
                : Integer.compare(other.length(), some.length()));
        List<String> sorted = names.values().stream().distinct().sorted().toList();
        for (int i = 0; i < sorted.size(); i++) {
            codes.put(sorted.get(i), (byte) FREE[i]);
        }
        return codes;
    }

    /** Markup in bytes. */
    byte[] bytes(String markup) {
        Map<String, Byte> codes = codes();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int at = 0; at < markup.length(); ) {
            String name = nameAt(markup, at, codes);
            if (name != null) {
                bytes.write(Objects.requireNonNull(codes.get(name)));
                at += name.length();
            } else {
                int length = Character.charCount(markup.codePointAt(at));
                bytes.writeBytes(markup.substring(at, at + length).getBytes(StandardCharsets.UTF_8));
                at += length;
            }
        }
        return bytes.toByteArray();
    }

    private static @Nullable String nameAt(String markup, int at, Map<String, Byte> codes) {
        return codes.keySet().stream()
                .filter(name -> markup.startsWith(name, at))
                .findFirst()
                .orElse(null);
    }

    /** Markup in a grammar. */
    Expression expression(String markup, Expressions table) {
        byte[] bytes = bytes(markup);
        Expression[] parts = new Expression[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            parts[i] = table.bytes(ByteSet.of(bytes[i] & 0xFF));
        }
        return table.sequence(parts);
    }

    /** A vocabulary in which these tokens have their bytes; made once. */
    TokenTrie over(TokenTrie vocabulary) {
        if (names.isEmpty()) {
            return vocabulary;
        }
        synchronized (TRIES) {
            return TRIES.computeIfAbsent(vocabulary, all -> new HashMap<>())
                    .computeIfAbsent(this, tokens -> tokens.made(vocabulary));
        }
    }

    private TokenTrie made(TokenTrie vocabulary) {
        Map<String, Byte> codes = codes();
        boolean[] taken = new boolean[256];
        codes.values().forEach(code -> taken[code & 0xFF] = true);
        return TokenTrie.of(vocabulary.vocabularySize(), id -> {
            String name = names.get(id);
            return name == null
                    ? text(vocabulary.bytes(id), taken)
                    : new byte[] {Objects.requireNonNull(codes.get(name))};
        });
    }

    /** A token with such a byte is part of no text, and must not stand for another. */
    private static byte[] text(byte[] bytes, boolean[] taken) {
        for (byte b : bytes) {
            if (taken[b & 0xFF]) {
                return new byte[0];
            }
        }
        return bytes;
    }
}
