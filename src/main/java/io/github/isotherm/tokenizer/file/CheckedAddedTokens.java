package io.github.isotherm.tokenizer.file;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/** The tokens that are found before the model sees a text. */
final class CheckedAddedTokens {
    /** Each is compared with all before it. */
    private static final int MOST = 1 << 17;

    private static final int LONGEST_TEXT = 10_000;

    private final BitSet ids = new BitSet();
    private int longest;
    private int count;

    private CheckedAddedTokens() {}

    static CheckedAddedTokens of(Node node, CheckedNormalizer normalizer) {
        CheckedAddedTokens checked = new CheckedAddedTokens();
        if (!node.isMissing()) {
            for (Node token : node.items(MOST)) {
                checked.require(token, normalizer);
            }
        }
        return checked;
    }

    private void require(Node token, CheckedNormalizer normalizer) {
        int id = (int) token.at("id").whole(0, Node.MOST_ID);
        String content = token.at("content").text(LONGEST_TEXT);
        token.requireFlags("single_word", "lstrip", "rstrip", "normalized", "special");
        if (content.isEmpty()) {
            // The library leaves it out.
            return;
        }
        ids.set(id);
        longest = Math.max(longest, content.getBytes(StandardCharsets.UTF_8).length);
        if (Boolean.TRUE.equals(token.at("normalized").value()) && normalizer.mayRemove(content)) {
            throw token.refused("is looked for in the normalised text, and the normalizer may leave nothing of \""
                    + Node.shown(content) + "\"");
        }
        count++;
    }

    boolean has(int id) {
        return ids.get(id);
    }

    int longestBytes() {
        return longest;
    }

    int count() {
        return count;
    }
}
