package io.github.isotherm.tokenizer.file;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The normaliser: what it does to a text before tokens are looked for. */
final class CheckedNormalizer {
    static final int MOST_PARTS = 64;

    private static final int LONGEST_TEXT = 1_000;

    private static final List<String> REMOVING =
            List.of("Bert", "BertNormalizer", "Strip", "StripAccents", "Nmt", "Precompiled");

    /** White space alone, by an expression. */
    private static final Pattern BLANKS = Pattern.compile("(?:[ \\u2581+*?()|\\[\\]]|\\\\[snrt]|\\{[0-9,]+})+");

    private Run run = Run.ANY;
    private double growth = 1;
    /** Whether some text can become nothing. */
    private boolean removes;
    /** Whether letters can become what another part removes. */
    private boolean changesLetters;

    private final List<Charsmap> maps = new ArrayList<>();

    private CheckedNormalizer() {}

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
        for (int i = 0; !changesLetters && i < text.length(); i++) {
            if (isKept(text.charAt(i)) && (i + 1 == text.length() || isKept(text.charAt(i + 1)))) {
                return false;
            }
        }
        return true;
    }

    /** A letter, digit or sign of its own, which only a table or a replacement takes away. */
    private boolean isKept(char c) {
        boolean ascii = c > 0x20 && c < 0x7F;
        return maps.isEmpty()
                ? ascii || Character.isLetterOrDigit(c)
                : ascii
                        && maps.size() == 1
                        && maps.get(0).keeps(c)
                        && maps.get(0).keeps(Character.toLowerCase(c));
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
