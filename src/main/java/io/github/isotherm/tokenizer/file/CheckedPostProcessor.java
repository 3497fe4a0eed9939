package io.github.isotherm.tokenizer.file;

import java.util.List;
import java.util.function.IntPredicate;

/** The post-processor: what is put around the tokens of a prompt. */
final class CheckedPostProcessor {
    private static final int MOST_PIECES = 100;

    /** The library takes whatever has these for a BertProcessing, whatever its type says. */
    private static final List<String> OF_BERT = List.of("sep", "cls");

    /** And then whatever has these, but a ByteLevel, for a TemplateProcessing. */
    private static final List<String> OF_TEMPLATE = List.of("single", "pair", "special_tokens");

    private final IntPredicate isId;
    private boolean template;

    private CheckedPostProcessor(IntPredicate isId) {
        this.isId = isId;
    }

    static void require(Node node, IntPredicate isId) {
        if (!node.isMissing()) {
            new CheckedPostProcessor(isId).check(node);
        }
    }

    private void check(Node node) {
        switch (node.type()) {
            case "Sequence" -> {
                requireNone(node, OF_BERT);
                requireNone(node, OF_TEMPLATE);
                node.at("processors").items(CheckedNormalizer.MOST_PARTS).forEach(this::check);
            }
            case "ByteLevel" -> {
                requireNone(node, OF_BERT);
                CheckedPreTokenizer.requireByteLevel(node);
            }
            case "TemplateProcessing" -> {
                requireNone(node, OF_BERT);
                requireTemplate(node);
            }
            case "BertProcessing" -> {
                requireToken(node.at("sep"));
                requireToken(node.at("cls"));
            }
            case "RobertaProcessing" -> {
                requireToken(node.at("sep"));
                requireToken(node.at("cls"));
                node.requireFlags("trim_offsets", "add_prefix_space");
            }
            default ->
                node.at("type")
                        .oneOf(List.of(
                                "Sequence", "ByteLevel", "TemplateProcessing", "BertProcessing", "RobertaProcessing"));
        }
    }

    private static void requireNone(Node node, List<String> fields) {
        for (String field : fields) {
            if (!node.at(field).isMissing()) {
                throw node.at(field)
                        .refused("is no field of a " + node.type()
                                + ", and the tokenizers library tells the types by their fields");
            }
        }
    }

    /** A text and its id. */
    private void requireToken(Node node) {
        List<Node> items = node.items(2);
        if (items.size() != 2) {
            throw node.not("a token and its id");
        }
        items.get(0).text();
        requireId(items.get(1));
    }

    private void requireId(Node node) {
        int id = (int) node.whole(0, Node.MOST_ID);
        if (!isId.test(id)) {
            throw node.refused("is " + id + ", an id that no token of the file has");
        }
    }

    private void requireTemplate(Node node) {
        if (template) {
            throw node.refused("is a second template, and the tokenizers library applies no more than one");
        }
        template = true;
        List<String> tokens = node.at("special_tokens").names();
        for (Node token : node.at("special_tokens").members()) {
            token.at("id").text();
            List<Node> ids = token.at("ids").items(MOST_PIECES);
            ids.forEach(this::requireId);
            List<Node> texts = token.at("tokens").items(MOST_PIECES);
            texts.forEach(Node::text);
            if (ids.size() != texts.size()) {
                throw token.refused(
                        "has " + ids.size() + " ids and " + texts.size() + " tokens but must have as many of both");
            }
        }
        requirePieces(node.at("single"), tokens, List.of("A"));
        requirePieces(node.at("pair"), tokens, List.of("A", "B"));
    }

    private static void requirePieces(Node pieces, List<String> tokens, List<String> sequences) {
        for (Node piece : pieces.items(MOST_PIECES)) {
            Node sequence = piece.at("Sequence");
            Node token = piece.at("SpecialToken");
            if (sequence.isMissing() == token.isMissing() || piece.members().size() != 1) {
                throw piece.not("an object with either a Sequence or a SpecialToken");
            }
            Node chosen = token.isMissing() ? sequence : token;
            chosen.at("type_id").whole(0, Integer.MAX_VALUE);
            if (token.isMissing()) {
                sequence.at("id").oneOf(sequences);
            } else if (!tokens.contains(token.at("id").text())) {
                throw token.at("id")
                        .refused("is \"" + Node.shown(token.at("id").text())
                                + "\", which is not among the special_tokens");
            }
        }
    }
}
