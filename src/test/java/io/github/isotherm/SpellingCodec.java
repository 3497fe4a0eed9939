package io.github.isotherm;

import io.github.isotherm.generate.ByteCodec;
import io.github.isotherm.generate.TextCodec;
import io.github.isotherm.sampling.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Bytes, and special tokens from 256 on wherever a text spells them in whatever case; the longest name first. */
final class SpellingCodec implements TextCodec, Vocabulary {
    private final ByteCodec bytes = new ByteCodec();
    private final List<String> names;
    private final Pattern pattern;
    /** Those from there on are added tokens that are not special: they are part of the text. */
    private int plainFrom = Integer.MAX_VALUE;

    SpellingCodec(String... names) {
        this.names = List.of(names);
        pattern = Pattern.compile(
                Arrays.stream(names)
                        .sorted((a, b) -> b.length() - a.length())
                        .map(Pattern::quote)
                        .collect(Collectors.joining("|")),
                Pattern.CASE_INSENSITIVE);
    }

    SpellingCodec plainFrom(int index) {
        plainFrom = 256 + index;
        return this;
    }

    @Override
    public int[] encode(String text) {
        IntStream.Builder ids = IntStream.builder();
        Matcher found = pattern.matcher(text);
        int at = 0;
        while (found.find()) {
            Arrays.stream(bytes.encode(text.substring(at, found.start()))).forEach(ids);
            ids.add(256 + names.indexOf(found.group().toLowerCase(java.util.Locale.ROOT)));
            at = found.end();
        }
        Arrays.stream(bytes.encode(text.substring(at))).forEach(ids);
        return ids.build().toArray();
    }

    @Override
    public String decode(int[] ids) {
        StringBuilder text = new StringBuilder();
        int from = 0;
        for (int at = 0; at < ids.length; at++) {
            if (ids[at] >= 256) {
                text.append(bytes.decode(Arrays.copyOfRange(ids, from, at)));
                text.append(isSpecial(ids[at]) ? "" : text(ids[at]));
                from = at + 1;
            }
        }
        return text.append(bytes.decode(Arrays.copyOfRange(ids, from, ids.length)))
                .toString();
    }

    /** How many special tokens a conversation of one message has. */
    long special(String template, Map<String, ?> message) {
        return Arrays.stream(ids(template, message)).filter(id -> id >= 256).count();
    }

    String said(String template, Map<String, ?> message) {
        return decode(ids(template, message));
    }

    private int[] ids(String template, Map<String, ?> message) {
        return new ContentMarks(this)
                .encode(
                        ChatFormat.of(Objects.requireNonNull(template), Map.of()),
                        List.of(message),
                        List.of(),
                        Map.of(),
                        "",
                        () -> {},
                        this);
    }

    @Override
    public int size() {
        return 256 + names.size();
    }

    @Override
    public byte[] bytes(int id) {
        return id < 256 ? new byte[] {(byte) id} : names.get(id - 256).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String text(int id) {
        return new String(bytes(id), StandardCharsets.UTF_8);
    }

    @Override
    public boolean isSpecial(int id) {
        return id >= 256 && id < plainFrom;
    }

    @Override
    public boolean isAdded(int id) {
        return id >= 256;
    }
}
