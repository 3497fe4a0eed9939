package io.github.isotherm.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.isotherm.sampling.Vocabulary;
import java.util.List;

/**
 * A text's tokens.
 *
 * @param text the text
 * @param ids its token ids
 * @param vocabulary their texts
 */
public record TokensReport(String text, List<Integer> ids, Vocabulary vocabulary) {
    /** Copies the list. */
    public TokensReport {
        ids = List.copyOf(ids);
    }

    /**
     * One line a token: id and quoted text.
     *
     * @return lines
     */
    public String table() {
        TextTable table = new TextTable("rl");
        ids.forEach(id -> table.row(Integer.toString(id), QuotedText.of(vocabulary.text(id))));
        StringBuilder out = new StringBuilder();
        table.appendTo(out, "");
        return out.toString();
    }

    /**
     * One JSON object: {@code text, tokens}.
     *
     * @return one line
     */
    public String json() {
        ObjectNode root = JsonNodes.object();
        root.put("text", text);
        ArrayNode tokens = root.putArray("tokens");
        ids.forEach(id -> tokens.addObject().put("id", id).put("text", vocabulary.text(id)));
        return JsonLine.of(root);
    }
}
