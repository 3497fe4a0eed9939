package io.github.isotherm.tokenizer.file;

import java.util.List;

/** The pre-tokenizer: how a text is cut into words. */
final class CheckedPreTokenizer {
    private static final List<String> BEHAVIOURS =
            List.of("Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous");

    private Run run = Run.ANY;

    private CheckedPreTokenizer() {}

    static Run run(Node node) {
        CheckedPreTokenizer checked = new CheckedPreTokenizer();
        if (!node.isMissing()) {
            checked.require(node);
        }
        return checked.run;
    }

    private void require(Node node) {
        switch (node.type()) {
            case "Sequence" ->
                node.at("pretokenizers").items(CheckedNormalizer.MOST_PARTS).forEach(this::require);
            case "ByteLevel" -> {
                requireByteLevel(node);
                run = run.and(new Run(Expression.LONGEST_RUN, false));
            }
            case "Metaspace" -> requireMetaspace(node);
            case "CharDelimiterSplit" -> node.at("delimiter").requireCharacter();
            case "Split" -> {
                requireSplit(node);
            }
            case "Punctuation" -> {
                if (!node.at("behavior").isMissing()) {
                    node.at("behavior").oneOf(BEHAVIOURS);
                }
            }
            case "Digits" -> node.requireFlags("individual_digits");
            case "FixedLength" -> {
                if (!node.at("length").isMissing()) {
                    node.at("length").whole(1, Integer.MAX_VALUE);
                }
            }
            case "BertPreTokenizer", "Whitespace", "WhitespaceSplit", "UnicodeScripts" -> {
                // Nothing but its name.
            }
            default ->
                node.at("type")
                        .oneOf(List.of(
                                "Sequence",
                                "ByteLevel",
                                "Metaspace",
                                "Split",
                                "BertPreTokenizer",
                                "Whitespace",
                                "WhitespaceSplit",
                                "Punctuation",
                                "Digits",
                                "CharDelimiterSplit",
                                "FixedLength",
                                "UnicodeScripts"));
        }
    }

    private void requireSplit(Node node) {
        Replacement.Found found = Replacement.found(node.at("pattern"));
        if (node.at("pattern").at("Regex").isMissing() && found.least() == 0) {
            throw node.at("pattern").refused("is empty, at which nothing can be split");
        }
        run = run.and(found.run());
        node.at("behavior").oneOf(BEHAVIOURS);
        node.requireFlags("invert");
    }

    static void requireByteLevel(Node node) {
        node.requireFlags("add_prefix_space", "trim_offsets");
        node.requireFlagsIfAny("use_regex");
    }

    static void requireMetaspace(Node node) {
        node.at("replacement").requireCharacter();
        node.requireFlagsIfAny("add_prefix_space", "split");
        Node scheme = node.at("prepend_scheme");
        if (!scheme.isMissing()) {
            scheme.oneOf(List.of("first", "never", "always"));
        }
        boolean never = "never".equals(scheme.value());
        if (Boolean.FALSE.equals(node.at("add_prefix_space").value()) && !never) {
            throw node.at("add_prefix_space").refused("is false, which goes only with the prepend_scheme \"never\"");
        }
    }
}
