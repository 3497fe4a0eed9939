package io.github.isotherm.tokenizer.file;

import java.util.List;

/** The decoder: how tokens become a text. */
final class CheckedDecoder {
    private static final int LONGEST_TEXT = 1_000;

    private double growth = 1;

    private CheckedDecoder() {}

    static void require(Node node) {
        if (!node.isMissing()) {
            new CheckedDecoder().check(node);
        }
    }

    private void check(Node node) {
        switch (node.type()) {
            case "Sequence" ->
                node.at("decoders").items(CheckedNormalizer.MOST_PARTS).forEach(this::check);
            case "ByteLevel" -> CheckedPreTokenizer.requireByteLevel(node);
            case "Metaspace" -> CheckedPreTokenizer.requireMetaspace(node);
            case "Replace" -> growth = Replacement.of(node).grown(growth);
            case "Strip" -> requireStrip(node);
            case "BPEDecoder" -> node.at("suffix").text(LONGEST_TEXT);
            case "WordPiece" -> {
                node.at("prefix").text(LONGEST_TEXT);
                node.requireFlags("cleanup");
            }
            case "CTC" -> {
                node.at("pad_token").text(LONGEST_TEXT);
                node.at("word_delimiter_token").text(LONGEST_TEXT);
                node.requireFlags("cleanup");
            }
            case "Fuse", "ByteFallback" -> {
                // Nothing but its name.
            }
            default ->
                node.at("type")
                        .oneOf(List.of(
                                "Sequence",
                                "ByteLevel",
                                "Metaspace",
                                "Replace",
                                "Fuse",
                                "ByteFallback",
                                "Strip",
                                "BPEDecoder",
                                "WordPiece",
                                "CTC"));
        }
    }

    /** From the end of a token that is shorter, as every text of special tokens alone is, it goes on before the beginning. */
    private static void requireStrip(Node node) {
        node.at("content").requireCharacter();
        node.at("start").whole(0, Integer.MAX_VALUE);
        Node stop = node.at("stop");
        if (stop.whole(0, Integer.MAX_VALUE) > 0) {
            throw stop.refused(
                    "is " + stop.value() + " but must be 0: the tokenizers library cannot take characters from the"
                            + " end of a text that may have fewer");
        }
    }
}
