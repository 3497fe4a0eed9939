package io.github.isotherm.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.Sentence;
import io.github.isotherm.next.TemperatureSweep.Word;
import io.github.isotherm.report.PanelsPicture.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The playground's panels, to be drawn as a picture, read from JSON.
 *
 * @param asked the distributions: ids, branched, temperatures, chain; its prompt is the picture's title; its seed and most tokens
 *     are those of the texts
 * @param listed the rows of every panel: a text and its ids
 * @param rows what the rows are
 * @param texts the completions shown, one a temperature, or none
 */
public record PictureRequest(PlaygroundRequest asked, List<Word> listed, Rows rows, List<String> texts) {
    private static final Set<String> FIELDS = Set.of("asked", "listed", "rows", "texts");
    private static final int MOST_TEMPERATURES = 16;
    private static final int MOST_LISTED = 100;
    private static final int LONGEST_TEXT = 10_000;

    /** Copies the lists and checks that they make a picture of bounded size. */
    public PictureRequest {
        listed = List.copyOf(listed);
        texts = List.copyOf(texts);
        atMost("temperatures", asked.temperatures(), MOST_TEMPERATURES);
        atMost("listed", listed, MOST_LISTED);
        if (!texts.isEmpty() && asked.seed() == null) {
            throw new InvalidValueException(Sentence.of(
                    "picture.seed",
                    "The picture has texts but no seed, which it says under them; send both or neither."));
        }
        for (String text : texts) {
            if (text.length() > LONGEST_TEXT) {
                throw Checks.invalid(
                        "value.at-most", "length of a text", text.length(), "at most {most}", "most", LONGEST_TEXT);
            }
        }
    }

    private static void atMost(String name, List<?> values, int most) {
        if (values.isEmpty() || values.size() > most) {
            throw Checks.invalid(
                    "value.list-size", name, "a list of " + values.size(), "a list of 1 to {most}", "most", most);
        }
    }

    /**
     * Reads a request.
     *
     * @param json one object
     * @return the request
     * @throws InvalidValueException when it is no JSON object, or a field is unknown, missing or of the wrong kind
     */
    public static PictureRequest read(byte[] json) {
        JsonNode root = PlaygroundRequest.tree(json);
        PlaygroundRequest.refuseUnknown(root, FIELDS);
        return new PictureRequest(
                PlaygroundRequest.of(object("asked", root.path("asked"))),
                PlaygroundRequest.list(root, "listed", PictureRequest::word),
                rows(root.path("rows").asText()),
                PlaygroundRequest.list(root, "texts", node -> PlaygroundRequest.text("texts", node)));
    }

    private static Word word(JsonNode node) {
        return new Word(
                PlaygroundRequest.text("text", object("listed", node).path("text")),
                PlaygroundRequest.list(node, "ids", id -> PlaygroundRequest.whole("ids", id)));
    }

    private static JsonNode object(String name, JsonNode node) {
        if (!node.isObject()) {
            throw Checks.invalid(name, PlaygroundRequest.shortened(node), "an object");
        }
        return node;
    }

    private static Rows rows(String written) {
        List<String> known = new ArrayList<>();
        for (Rows rows : Rows.values()) {
            String name = rows.name().toLowerCase(Locale.ROOT);
            if (name.equals(written)) {
                return rows;
            }
            known.add(name);
        }
        throw Checks.invalid("rows", "\"" + written + "\"", "one of " + String.join(", ", known));
    }
}
