package io.github.isotherm.tokenizer.file;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The normaliser: what it does to a text before tokens are looked for. */
final class CheckedNormalizer {
    static final int MOST_PARTS = 64;

    private static final int LONGEST_TEXT = 1_000;

    private static final List<String> REMOVING =
            List.of("Bert", "BertNormalizer", "Strip", "StripAccents", "Nmt", "Precompiled");

    /** White space alone, by an expression. */
    private static final Pattern BLANKS = Pattern.compile("(?:[ \\u2581+*?()|\\[\\]]|\\\\[snrt]|\\{[0-9,]+})+");

    /** Categories of letters, digits, punctuation and signs. */
    private static final int VISIBLE = visible();

    /** What some parts take for a space. */
    private static final int LOW_BLOCK = 0x2581;

    private static final int REPLACEMENT = 0xFFFD;

    private static final int ASCII_END = 0x80;

    private static final int TWO_BYTES_END = 0x800;

    private Run run = Run.ANY;
    private double growth = 1;
    /** Whether some text can become nothing. */
    private boolean removes;
    /** Whether letters can become what another part removes. */
    private boolean changesLetters;

    /** Whether letters of other alphabets become what stands for their bytes. */
    private boolean writesBytes;

    private final List<Charsmap> maps = new ArrayList<>();

    private CheckedNormalizer() {}

    private static int visible() {
        return IntStream.of(
                        Character.UPPERCASE_LETTER,
                        Character.LOWERCASE_LETTER,
                        Character.TITLECASE_LETTER,
                        Character.MODIFIER_LETTER,
                        Character.OTHER_LETTER,
                        Character.DECIMAL_DIGIT_NUMBER,
                        Character.LETTER_NUMBER,
                        Character.OTHER_NUMBER,
                        Character.CONNECTOR_PUNCTUATION,
                        Character.DASH_PUNCTUATION,
                        Character.START_PUNCTUATION,
                        Character.END_PUNCTUATION,
                        Character.INITIAL_QUOTE_PUNCTUATION,
                        Character.FINAL_QUOTE_PUNCTUATION,
                        Character.OTHER_PUNCTUATION,
                        Character.MATH_SYMBOL,
                        Character.CURRENCY_SYMBOL,
                        Character.MODIFIER_SYMBOL,
                        Character.OTHER_SYMBOL)
                .map(type -> 1 << type)
                .sum();
    }

    static CheckedNormalizer of(Node node) {
        CheckedNormalizer checked = new CheckedNormalizer();
        if (!node.isMissing()) {
            checked.require(node);
        }
        return checked;
    }

    Run run() {
        return run;
    }

    /** Whether nothing may be left of a text. Where that cannot be told, it may. */
    boolean mayRemove(String text) {
        if (!removes) {
            return false;
        }
        int[] characters = text.codePoints().toArray();
        for (int i = 0; !changesLetters && i < characters.length; i++) {
            if (maps.isEmpty() ? isVisible(characters[i]) : isKept(characters, i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether it leaves a letter, digit or sign however it is decomposed: only a table or a replacement takes that away. */
    static boolean isVisible(int character) {
        return Normalizer.normalize(Character.toString(character), Normalizer.Form.NFKD)
                .codePoints()
                .anyMatch(c -> c != LOW_BLOCK && c != REPLACEMENT && (VISIBLE >> Character.getType(c) & 1) == 1);
    }

    /**
     * A table is asked for a grapheme of fewer than six bytes as a whole, and else for each character: this one must begin
     * its grapheme, and be all of it or in a long one.
     */
    private boolean isKept(int[] characters, int i) {
        int c = characters[i];
        boolean begins = i == 0 || characters[i - 1] < ASCII_END;
        boolean ends = i + 1 == characters.length
                || characters[i + 1] < ASCII_END
                || (c >= TWO_BYTES_END && characters[i + 1] >= TWO_BYTES_END);
        return begins
                && ends
                && maps.size() == 1
                && isStable(c)
                && maps.get(0).keeps(c)
                && maps.get(0).keeps(Character.toLowerCase(c));
    }

    /** Whether no other part makes another character of it, but its lower case. */
    private boolean isStable(int character) {
        String text = Character.toString(character) + Character.toString(Character.toLowerCase(character));
        return character < ASCII_END
                || (!writesBytes
                        && Normalizer.isNormalized(text, Normalizer.Form.NFKD)
                        && Normalizer.isNormalized(text, Normalizer.Form.NFKC));
    }

    private void replace(Node node) {
        Replacement replacement = Replacement.of(node);
        run = run.and(replacement.run());
        growth = replacement.grown(growth);
        String content = node.at("content").text();
        Node pattern = node.at("pattern").at("Regex");
        String found = pattern.isMissing() ? node.at("pattern").at("String").text() : pattern.text();
        removes |= content.isEmpty();
        changesLetters |= !BLANKS.matcher(found).matches() && content.chars().noneMatch(c -> c > 0x20 && c < 0x7F);
    }

    private void require(Node node) {
        removes |= REMOVING.contains(node.type());
        writesBytes |= node.type().equals("ByteLevel");
        switch (node.type()) {
            case "Sequence" -> node.at("normalizers").items(MOST_PARTS).forEach(this::require);
            case "Bert", "BertNormalizer" -> {
                node.requireFlags("clean_text", "handle_chinese_chars", "lowercase");
                node.requireFlagsIfAny("strip_accents");
            }
            case "Strip" -> node.requireFlags("strip_left", "strip_right");
            case "Replace" -> replace(node);
            case "Prepend" -> {
                if (node.at("prepend").text(LONGEST_TEXT).isEmpty()) {
                    throw node.at("prepend").refused("is empty, which cannot be put before a text");
                }
            }
            case "Precompiled" -> maps.add(Charsmap.of(node.at("precompiled_charsmap")));
            case "StripAccents", "NFC", "NFD", "NFKC", "NFKD", "Lowercase", "Nmt", "ByteLevel" -> {
                // Nothing but its name.
            }
            default ->
                node.at("type")
                        .oneOf(List.of(
                                "Sequence",
                                "BertNormalizer",
                                "Strip",
                                "StripAccents",
                                "NFC",
                                "NFD",
                                "NFKC",
                                "NFKD",
                                "Lowercase",
                                "Nmt",
                                "Precompiled",
                                "Replace",
                                "Prepend",
                                "ByteLevel"));
        }
    }
}
